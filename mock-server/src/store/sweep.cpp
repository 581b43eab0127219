// Takes away what has expired.
#include "store/sweep.h"

#include <soci/soci.h>

#include <vector>

#include "store/attempts.h"
#include "store/told.h"
#include "store/unprepared.h"

namespace hufu::mock {
namespace {

constexpr int kRows = 500;
constexpr WallMs kAfterwardsMs = WallMs{24} * 3600 * 1000;
// A letter that nobody has sent for so long: no address is set any more, and one that is set later
// is not told of what was then.
constexpr WallMs kUnsentMs = 3 * kAfterwardsMs;

int remove_rows(Transaction& transaction, const std::string& table, const std::string& condition,
                long long before_ms) {
  return change_rows(transaction, "DELETE FROM " + table + " WHERE " + condition,
                     soci::use(before_ms));
}

// The oldest by an index on `age`.
int remove_older(Transaction& transaction, const std::string& table, const std::string& age,
                 WallMs before_ms) {
  return remove_rows(transaction, table,
                     "id IN (SELECT id FROM " + table + " WHERE " + age + " < :before ORDER BY " +
                         age + " LIMIT " + std::to_string(kRows) + ")",
                     before_ms);
}

// Rows that are numbered as they come: the first ones are the oldest.
int remove_first(Transaction& transaction, const std::string& table, WallMs before_ms) {
  return remove_rows(transaction, table,
                     "number IN (SELECT number FROM " + table + " ORDER BY number LIMIT " +
                         std::to_string(kRows) + ") AND at_ms < :before",
                     before_ms);
}

struct SessionTimes {
  std::string id;
  long long created_ms = 0, rotated_ms = 0, ended_ms = 0;
};

bool is_over(const SessionTimes& session, const RowLives& lives, WallMs now_ms) {
  const WallMs yesterday_ms = now_ms - kAfterwardsMs;
  return (session.ended_ms != 0 && session.ended_ms < yesterday_ms) ||
         session.rotated_ms < yesterday_ms - lives.session_idle_ms ||
         session.created_ms < yesterday_ms - lives.session_absolute_ms;
}

std::vector<SessionTimes> sessions_after(Transaction& transaction, const std::string& id) {
  std::vector<SessionTimes> sessions;
  SessionTimes one;
  const std::string sql =
      "SELECT id, created_ms, rotated_ms, ended_ms FROM sessions WHERE id > :after ORDER BY id "
      "LIMIT " +
      std::to_string(kRows);
  const auto take = [&] { sessions.push_back(one); };
  take_rows(transaction, sql, take, soci::into(one.id), soci::into(one.created_ms),
            soci::into(one.rotated_ms), soci::into(one.ended_ms), soci::use(id));
  return sessions;
}

int remove_sessions(Transaction& transaction, const std::vector<SessionTimes>& sessions,
                    const RowLives& lives) {
  int removed = 0;
  for (const SessionTimes& session : sessions) {
    if (!is_over(session, lives, transaction.now_ms())) continue;
    removed +=
        change_rows(transaction, "DELETE FROM sessions WHERE id = :id", soci::use(session.id));
  }
  return removed;
}

}  // namespace

SweptStep sweep_some(Transaction& transaction, const RowLives& lives, const std::string& after_id) {
  const WallMs now_ms = transaction.now_ms();
  SweptStep step;
  const auto count = [&step](const char* table, int rows) {
    if (rows > 0) step.removed[table] = rows;
    if (rows == kRows) step.is_last = false;
  };
  count("audit", remove_first(transaction, "audit", now_ms - lives.audit_ms));
  count("attempts", remove_first(transaction, "attempts", now_ms - kLongestWindowMs));
  count("inbox", remove_first(transaction, "inbox", now_ms - kAfterwardsMs));
  for (const char* table :
       {"sign_in_flows", "device_grants", "bindings", "factor_challenges", "web_view_tickets"})
    count(table, remove_older(transaction, table, "expires_ms", now_ms - kAfterwardsMs));
  count("outbox", remove_older(transaction, "outbox", "due_ms", now_ms - kUnsentMs));
  count("released_identities", remove_rows(transaction, "released_identities", "at_ms < :before",
                                           now_ms - kAfterwardsMs - lives.relink_cool_down_ms));
  count("one_time_tokens", remove_rows(transaction, "one_time_tokens", "expires_ms < :before",
                                       now_ms - kAfterwardsMs));
  count("told", remove_rows(transaction, "told", "at_ms < :before", now_ms - kRememberToldMs));
  const std::vector<SessionTimes> sessions = sessions_after(transaction, after_id);
  const int removed = remove_sessions(transaction, sessions, lives);
  if (removed > 0) step.removed["sessions"] = removed;
  if (static_cast<int>(sessions.size()) == kRows) step.sessions_after = sessions.back().id;
  return step;
}

}  // namespace hufu::mock
