// What others have told this server.
#include "store/told.h"

#include <soci/soci.h>

#include <algorithm>

#include "store/unprepared.h"

namespace hufu::mock {

bool remember(Transaction& transaction, const Told& told) {
  const long long now_ms = transaction.now_ms();
  return change_rows(transaction,
                     "INSERT INTO told (kind, subject, at_ms) VALUES (:kind, "
                     ":subject, :now) ON CONFLICT DO NOTHING",
                     soci::use(told.kind), soci::use(told.subject), soci::use(now_ms)) == 1;
}

bool is_remembered(Transaction& transaction, std::initializer_list<Told> any_of) {
  return std::ranges::any_of(any_of, [&](const Told& told) {
    int found = 0;
    transaction.sql() << "SELECT count(*) FROM told WHERE kind = :kind AND subject = :subject",
        soci::into(found), soci::use(told.kind), soci::use(told.subject);
    return found != 0;
  });
}

void remember_anew(Transaction& transaction, const Told& told) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "INSERT INTO told (kind, subject, at_ms) VALUES (:kind, :subject, :now) "
                       "ON CONFLICT (kind, subject) DO UPDATE SET at_ms = excluded.at_ms",
      soci::use(told.kind), soci::use(told.subject), soci::use(now_ms);
}

bool is_remembered_after(Transaction& transaction, const Told& told, WallMs at_ms) {
  const long long after_ms = at_ms;
  int found = 0;
  transaction.sql() << "SELECT count(*) FROM told WHERE kind = :kind AND subject = :subject AND "
                       "at_ms > :after",
      soci::into(found), soci::use(told.kind), soci::use(told.subject), soci::use(after_ms);
  return found != 0;
}

}  // namespace hufu::mock
