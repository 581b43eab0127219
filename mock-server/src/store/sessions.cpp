// Sessions of our own.
#include "store/sessions.h"

#include <soci/soci.h>

#include "crypto/random.h"
#include "store/fetch.h"

namespace hufu::mock {

namespace {

struct SessionById {
  explicit SessionById(Transaction& transaction)
      : statement((transaction.sql().prepare
                       << "SELECT id, user_id, identity_id, platform, salt, counter, "
                          "admitted_counter, confirmed, oldest_generation, created_ms, rotated_ms, "
                          "authenticated_ms, ended_ms, end_reason FROM sessions WHERE id = :id"
                       << transaction.lock_rows(),
                   soci::into(session.id), soci::into(session.user_id),
                   soci::into(session.identity_id), soci::into(session.platform),
                   soci::into(session.salt), soci::into(session.counter),
                   soci::into(session.admitted_counter), soci::into(confirmed),
                   soci::into(session.oldest_generation), soci::into(created_ms),
                   soci::into(rotated_ms), soci::into(authenticated_ms), soci::into(ended_ms),
                   soci::into(session.end_reason), soci::use(id))) {}

  std::string id;
  Session session;
  int confirmed = 0;
  long long created_ms = 0, rotated_ms = 0, authenticated_ms = 0, ended_ms = 0;
  soci::statement statement;
};

struct NewSession {
  explicit NewSession(Transaction& transaction)
      : statement((transaction.sql().prepare
                       << "INSERT INTO sessions (id, user_id, identity_id, platform, salt, "
                          "counter, admitted_counter, confirmed, oldest_generation, created_ms, "
                          "rotated_ms, authenticated_ms, ended_ms, end_reason) VALUES (:id, :user, "
                          ":identity, :platform, :salt, 1, -1, 1, 1, :created, :rotated, "
                          ":authenticated, 0, '')",
                   soci::use(session.id), soci::use(session.user_id),
                   soci::use(session.identity_id), soci::use(session.platform),
                   soci::use(session.salt), soci::use(created_ms), soci::use(rotated_ms),
                   soci::use(authenticated_ms))) {}

  Session session;
  long long created_ms = 0, rotated_ms = 0, authenticated_ms = 0;
  soci::statement statement;
};

struct SessionChange {
  explicit SessionChange(Transaction& transaction)
      : statement((transaction.sql().prepare
                       << "UPDATE sessions SET user_id = :user, counter = :counter, "
                          "admitted_counter = :admitted, confirmed = :confirmed, "
                          "oldest_generation = :oldest, rotated_ms = :rotated WHERE id = :id",
                   soci::use(session.user_id), soci::use(session.counter),
                   soci::use(session.admitted_counter), soci::use(confirmed),
                   soci::use(session.oldest_generation), soci::use(rotated_ms),
                   soci::use(session.id))) {}

  Session session;
  int confirmed = 0;
  long long rotated_ms = 0;
  soci::statement statement;
};

}  // namespace

Session create_session(Transaction& transaction, const std::string& user_id,
                       const std::string& identity_id, const std::string& platform) {
  const WallMs now_ms = transaction.now_ms();
  return create_vouched_session(transaction, user_id, identity_id, platform, {now_ms, now_ms});
}

Session create_vouched_session(Transaction& transaction, const std::string& user_id,
                               const std::string& identity_id, const std::string& platform,
                               const Vouched& vouched) {
  Session session;
  session.id = random_hex(16);
  session.user_id = user_id;
  session.identity_id = identity_id;
  session.platform = platform;
  session.salt = random_hex(16);
  session.created_ms = vouched.created_ms;
  session.rotated_ms = transaction.now_ms();
  session.authenticated_ms = vouched.authenticated_ms;
  auto& query = transaction.prepared<NewSession>();
  query.session = session;
  query.created_ms = session.created_ms;
  query.rotated_ms = session.rotated_ms;
  query.authenticated_ms = session.authenticated_ms;
  query.statement.execute(true);
  return session;
}

std::optional<Session> find_session(Transaction& transaction, const std::string& id) {
  auto& query = transaction.prepared<SessionById>();
  query.id = id;
  if (!fetch_one(query.statement)) return std::nullopt;
  Session session = query.session;
  session.confirmed = query.confirmed != 0;
  session.created_ms = query.created_ms;
  session.rotated_ms = query.rotated_ms;
  session.authenticated_ms = query.authenticated_ms;
  session.ended_ms = query.ended_ms;
  return session;
}

void save_session(Transaction& transaction, const Session& session) {
  auto& query = transaction.prepared<SessionChange>();
  query.session = session;
  query.confirmed = session.confirmed ? 1 : 0;
  query.rotated_ms = session.rotated_ms;
  query.statement.execute(true);
}

void end_session(Transaction& transaction, const std::string& id, const std::string& reason) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "UPDATE sessions SET ended_ms = :now, end_reason = :reason WHERE id = :id "
                       "AND ended_ms = 0",
      soci::use(now_ms), soci::use(reason), soci::use(id);
}

int end_sessions_of_user(Transaction& transaction, const std::string& user_id,
                         const std::string& except_id, const std::string& reason) {
  const long long now_ms = transaction.now_ms();
  soci::statement statement =
      (transaction.sql().prepare << "UPDATE sessions SET ended_ms = :now, end_reason = :reason "
                                    "WHERE user_id = :user AND id <> :kept AND ended_ms = 0",
       soci::use(now_ms), soci::use(reason), soci::use(user_id), soci::use(except_id));
  statement.execute(true);
  return static_cast<int>(statement.get_affected_rows());
}

void end_sessions_of_identity(Transaction& transaction, const std::string& identity_id,
                              const std::string& reason) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "UPDATE sessions SET ended_ms = :now, end_reason = :reason WHERE "
                       "identity_id = :identity AND ended_ms = 0",
      soci::use(now_ms), soci::use(reason), soci::use(identity_id);
}

WallMs last_sign_in_ms(Transaction& transaction, const std::string& user_id) {
  long long at_ms = 0;
  transaction.sql() << "SELECT COALESCE(MAX(authenticated_ms), 0) FROM sessions WHERE user_id = "
                       ":user",
      soci::into(at_ms), soci::use(user_id);
  return at_ms;
}

WallMs last_sign_in_by_identity_ms(Transaction& transaction, const std::string& identity_id) {
  long long at_ms = 0;
  transaction.sql() << "SELECT COALESCE(MAX(authenticated_ms), 0) FROM sessions WHERE identity_id "
                       "= :identity",
      soci::into(at_ms), soci::use(identity_id);
  return at_ms;
}

std::vector<std::string> live_sessions_of_user(Transaction& transaction,
                                               const std::string& user_id) {
  std::vector<std::string> ids;
  std::string id;
  soci::statement statement =
      (transaction.sql().prepare
           << "SELECT id FROM sessions WHERE user_id = :user AND ended_ms = 0",
       soci::into(id), soci::use(user_id));
  statement.execute();
  while (statement.fetch())
    ids.push_back(id);
  return ids;
}

}  // namespace hufu::mock
