// What is still to be told to applications.
#include "store/outbox.h"

#include <soci/soci.h>

#include "crypto/random.h"

namespace hufu::mock {

void put_into_outbox(Transaction& transaction, const std::string& body) {
  const std::string id = "msg_" + random_hex(16);
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "INSERT INTO outbox (id, body, tries, made_ms, due_ms) VALUES (:id, :body, "
                       "0, :made, :due)",
      soci::use(id), soci::use(body), soci::use(now_ms), soci::use(now_ms);
}

std::optional<Letter> take_letter(Transaction& transaction, WallMs lease_ms) {
  const long long now_ms = transaction.now_ms();
  // What another server is taking at this moment is not waited for.
  const bool has_row_locks = transaction.dialect() == Dialect::postgresql;
  Letter letter;
  long long made_ms = 0;
  transaction.sql() << "SELECT id, body, tries, made_ms FROM outbox WHERE due_ms <= :now ORDER BY "
                       "due_ms LIMIT 1"
                    << (has_row_locks ? " FOR UPDATE SKIP LOCKED" : ""),
      soci::into(letter.id), soci::into(letter.body), soci::into(letter.tries), soci::into(made_ms),
      soci::use(now_ms);
  if (!transaction.sql().got_data()) return std::nullopt;
  ++letter.tries;
  letter.made_ms = made_ms;
  letter.taken_ms = now_ms;
  letter.lease_ends_ms = now_ms + lease_ms;
  const long long lease_ends_ms = letter.lease_ends_ms;
  transaction.sql() << "UPDATE outbox SET tries = :tries, due_ms = :due WHERE id = :id",
      soci::use(letter.tries), soci::use(lease_ends_ms), soci::use(letter.id);
  return letter;
}

void remove_letter(Transaction& transaction, const Letter& letter) {
  transaction.sql() << "DELETE FROM outbox WHERE id = :id", soci::use(letter.id);
}

void postpone_letter(Transaction& transaction, const Letter& letter, WallMs due_ms) {
  const long long lease_ends_ms = letter.lease_ends_ms;
  const long long new_due_ms = due_ms;
  transaction.sql() << "UPDATE outbox SET due_ms = :due WHERE id = :id AND due_ms = :lease",
      soci::use(new_due_ms), soci::use(letter.id), soci::use(lease_ends_ms);
}

int count_letters(Transaction& transaction) {
  int count = 0;
  transaction.sql() << "SELECT count(*) FROM outbox", soci::into(count);
  return count;
}

}  // namespace hufu::mock
