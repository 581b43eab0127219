// E-mail addresses that wait for a word of their owner: of a new account, or the next one of an old
// account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "store/transaction.h"

namespace hufu::mock {

struct PendingEmail {
  std::string user_id;
  std::string email;
  WallMs asked_ms = 0;
};

/// Replaces the one that the user had waiting.
void keep_pending_email(Transaction& transaction, const std::string& user_id,
                        const std::string& email);
std::optional<PendingEmail> find_pending_email(Transaction& transaction,
                                               const std::string& user_id);
/// Whoever waits for this address; the longest first.
std::vector<PendingEmail> pending_at(Transaction& transaction, const std::string& email);
void drop_pending_email(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock
