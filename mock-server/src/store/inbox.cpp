// The mailbox and the telephone of everybody.
#include "store/inbox.h"

#include <soci/soci.h>

#include "store/unprepared.h"

namespace hufu::mock {
namespace {

constexpr int kMostShown = 1000;

struct NewMessage {
  explicit NewMessage(Transaction& transaction)
      : statement(transaction.prepare(
            "INSERT INTO inbox (address, channel, kind, code, link, link_token, name, old_address, "
            "new_address, at_ms) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            {&message.address, &message.channel, &message.kind, &message.code, &message.link,
             &message.link_token, &message.name, &message.old_address, &message.new_address,
             &message.sent_ms})) {}

  Message message;
  std::unique_ptr<Statement> statement;
};

std::vector<Message> read_messages(Transaction& transaction, const std::string& address,
                                   std::int64_t number) {
  Message one;
  long long found_number = 0, sent_ms = 0;
  const long long wanted_number = number;
  std::vector<Message> messages;
  const auto take = [&] {
    one.number = found_number;
    one.sent_ms = sent_ms;
    messages.push_back(one);
  };
  take_rows(transaction,
            "SELECT number, address, channel, kind, code, link, link_token, name, old_address, "
            "new_address, at_ms FROM inbox WHERE (address = :address OR :anybody = '') AND "
            "(number = :number OR :any = 0) ORDER BY number DESC LIMIT " +
                std::to_string(kMostShown),
            take, soci::into(found_number), soci::into(one.address), soci::into(one.channel),
            soci::into(one.kind), soci::into(one.code), soci::into(one.link),
            soci::into(one.link_token), soci::into(one.name), soci::into(one.old_address),
            soci::into(one.new_address), soci::into(sent_ms), soci::use(address),
            soci::use(address), soci::use(wanted_number), soci::use(wanted_number));
  return messages;
}

}  // namespace

void put_in_inbox(Transaction& transaction, const Message& message) {
  auto& query = transaction.prepared<NewMessage>();
  query.message = message;
  query.statement->execute();
}

std::vector<Message> read_inbox(Transaction& transaction, const std::string& address) {
  return read_messages(transaction, address, 0);
}

std::optional<Message> find_message(Transaction& transaction, std::int64_t number) {
  if (number <= 0) return std::nullopt;
  const std::vector<Message> found = read_messages(transaction, "", number);
  if (found.empty()) return std::nullopt;
  return found.front();
}

void empty_inbox(Transaction& transaction) { transaction.sql() << "DELETE FROM inbox"; }

}  // namespace hufu::mock
