// The mailbox and the telephone of everybody: what this server would have sent. Servers that share
// a database share it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct Message {
  std::int64_t number = 0;
  std::string address;
  /// email, sms
  std::string channel;
  /// signup, invite, magiclink, recovery, email_change_current, email_change_new,
  /// reauthentication, sms, phone_change
  std::string kind;
  /// Empty where the mail has none.
  std::string code;
  std::string link;
  std::string link_token;
  /// Whom it greets; empty where no name is known.
  std::string name;
  /// Of an e-mail change: where it was, and where it is to be.
  std::string old_address;
  std::string new_address;
  WallMs sent_ms = 0;
};

void put_in_inbox(Transaction& transaction, const Message& message);
/// The newest first; everybody's with an empty address.
std::vector<Message> read_inbox(Transaction& transaction, const std::string& address);
std::optional<Message> find_message(Transaction& transaction, std::int64_t number);
void empty_inbox(Transaction& transaction);

}  // namespace hufu::mock
