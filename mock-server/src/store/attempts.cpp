// Counts of what may not happen too often.
#include "store/attempts.h"

#include <soci/soci.h>

#include <algorithm>

namespace hufu::mock {

WallMs wait_for_attempt_ms(Transaction& transaction, const Limit& limit,
                           const std::string& subject) {
  // The attempt that has to leave the window before another fits in: the oldest of the newest
  // `most`.
  const long long since_ms = transaction.now_ms() - limit.window_ms;
  const int skipped = limit.most - 1;
  long long at_ms = 0;
  transaction.sql()
      << "SELECT at_ms FROM attempts WHERE kind = :kind AND subject = :subject AND at_ms > :since "
         "ORDER BY at_ms DESC LIMIT 1 OFFSET :skipped",
      soci::into(at_ms), soci::use(limit.kind), soci::use(subject), soci::use(since_ms),
      soci::use(skipped);
  if (!transaction.sql().got_data()) return 0;
  return std::max<WallMs>(1, at_ms + limit.window_ms - transaction.now_ms());
}

void count_attempt(Transaction& transaction, const std::string& kind, const std::string& subject) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "INSERT INTO attempts (kind, subject, at_ms) VALUES (:kind, :subject, :now)",
      soci::use(kind), soci::use(subject), soci::use(now_ms);
}

void forget_attempt(Transaction& transaction, const std::string& kind, const std::string& subject) {
  transaction.sql() << "DELETE FROM attempts WHERE number = (SELECT MAX(number) FROM attempts "
                       "WHERE kind = :kind AND subject = :subject)",
      soci::use(kind), soci::use(subject);
}

}  // namespace hufu::mock
