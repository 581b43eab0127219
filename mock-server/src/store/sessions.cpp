// Sessions of our own.
#include "store/sessions.h"

#include <soci/soci.h>

#include "crypto/random.h"
#include "store/unprepared.h"

namespace hufu::mock {

namespace {

struct SessionById {
  explicit SessionById(Transaction& transaction)
      : statement(transaction.prepare(
            "SELECT " + kSessionColumns + " FROM sessions WHERE id = $1" + transaction.lock_rows(),
            {&id}, session_fields(session))) {}

  std::string id;
  Session session;
  std::unique_ptr<Statement> statement;
};

struct NewSession {
  explicit NewSession(Transaction& transaction)
      : statement(transaction.prepare(
            "INSERT INTO sessions (id, user_id, identity_id, platform, salt, counter, "
            "admitted_counter, confirmed, oldest_generation, created_ms, rotated_ms, "
            "authenticated_ms, methods, factor_id, ended_ms, end_reason, ends_with) "
            "VALUES ($1, $2, $3, $4, $5, 1, -1, 1, 1, $6, $7, $8, $9, '', 0, '', $10)",
            {&session.id, &session.user_id, &session.identity_id, &session.platform, &session.salt,
             &session.created_ms, &session.rotated_ms, &session.authenticated_ms, &session.methods,
             &session.ends_with})) {}

  Session session;
  std::unique_ptr<Statement> statement;
};

struct SessionChange {
  explicit SessionChange(Transaction& transaction)
      : statement(transaction.prepare(
            "UPDATE sessions SET user_id = $1, counter = $2, admitted_counter = $3, "
            "confirmed = $4, oldest_generation = $5, rotated_ms = $6, salt = $7, methods = $8, "
            "factor_id = $9 WHERE id = $10",
            {&session.user_id, &session.counter, &session.admitted_counter, &session.confirmed,
             &session.oldest_generation, &session.rotated_ms, &session.salt, &session.methods,
             &session.factor_id, &session.id})) {}

  Session session;
  std::unique_ptr<Statement> statement;
};

struct Confirmation {
  explicit Confirmation(Transaction& transaction)
      : statement(transaction.prepare(
            "UPDATE sessions SET confirmed = 1 WHERE id = $1 AND counter = $2 AND confirmed = 0",
            {&id, &generation})) {}

  std::string id;
  int generation = 0;
  std::unique_ptr<Statement> statement;
};

// Both are asked with every user object of the GoTrue surface.
struct LastSignIn {
  LastSignIn(Transaction& transaction, const std::string& whose)
      : statement(transaction.prepare(
            "SELECT COALESCE(MAX(authenticated_ms), 0) FROM sessions WHERE " + whose + " = $1",
            {&id}, {&at_ms})) {}

  std::string id;
  WallMs at_ms = 0;
  std::unique_ptr<Statement> statement;
};

struct LastSignInOfUser : LastSignIn {
  explicit LastSignInOfUser(Transaction& transaction) : LastSignIn(transaction, "user_id") {}
};

struct LastSignInByIdentity : LastSignIn {
  explicit LastSignInByIdentity(Transaction& transaction)
      : LastSignIn(transaction, "identity_id") {}
};

Session new_session(Transaction& transaction, const std::string& user_id,
                    const std::string& identity_id, const std::string& platform,
                    const Vouched& vouched) {
  Session session;
  session.id = timed_hex(transaction.now_ms());
  session.user_id = user_id;
  session.identity_id = identity_id;
  session.platform = platform;
  session.salt = random_hex(16);
  session.created_ms = vouched.created_ms;
  session.rotated_ms = transaction.now_ms();
  session.authenticated_ms = vouched.authenticated_ms;
  session.ends_with = vouched.ends_with;
  return session;
}

Session insert(Transaction& transaction, const Session& session) {
  auto& query = transaction.prepared<NewSession>();
  query.session = session;
  query.statement->execute();
  return session;
}

}  // namespace

const std::string kSessionColumns =
    "sessions.id, sessions.user_id, sessions.identity_id, sessions.platform, sessions.salt, "
    "sessions.counter, sessions.admitted_counter, sessions.confirmed, sessions.oldest_generation, "
    "sessions.created_ms, sessions.rotated_ms, sessions.authenticated_ms, sessions.methods, "
    "sessions.factor_id, sessions.ended_ms, sessions.end_reason, sessions.ends_with";

Fields session_fields(Session& session) {
  return {&session.id,
          &session.user_id,
          &session.identity_id,
          &session.platform,
          &session.salt,
          &session.counter,
          &session.admitted_counter,
          &session.confirmed,
          &session.oldest_generation,
          &session.created_ms,
          &session.rotated_ms,
          &session.authenticated_ms,
          &session.methods,
          &session.factor_id,
          &session.ended_ms,
          &session.end_reason,
          &session.ends_with};
}

std::string method_at(const std::string& method, WallMs at_ms) {
  return method + "@" + std::to_string(at_ms / 1000);
}

Session create_session(Transaction& transaction, const std::string& user_id,
                       const std::string& identity_id, const std::string& platform,
                       const std::string& method) {
  const WallMs now_ms = transaction.now_ms();
  Session session = new_session(transaction, user_id, identity_id, platform, {now_ms, now_ms});
  if (!method.empty()) session.methods.push_back(method_at(method, now_ms));
  return insert(transaction, session);
}

Session create_vouched_session(Transaction& transaction, const std::string& user_id,
                               const std::string& identity_id, const std::string& platform,
                               const Vouched& vouched) {
  return insert(transaction, new_session(transaction, user_id, identity_id, platform, vouched));
}

std::optional<Session> find_session(Transaction& transaction, const std::string& id) {
  auto& query = transaction.prepared<SessionById>();
  query.id = id;
  if (!query.statement->find()) return std::nullopt;
  return query.session;
}

void save_session(Transaction& transaction, const Session& session) {
  auto& query = transaction.prepared<SessionChange>();
  query.session = session;
  query.statement->execute();
}

void confirm_session(Transaction& transaction, const std::string& id, int generation) {
  auto& query = transaction.prepared<Confirmation>();
  query.id = id;
  query.generation = generation;
  query.statement->execute();
}

void end_session(Transaction& transaction, const std::string& id, const std::string& reason) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "UPDATE sessions SET ended_ms = :now, end_reason = :reason WHERE (id = :id "
                       "OR (ends_with = :id AND ends_with <> '')) AND ended_ms = 0",
      soci::use(now_ms, "now"), soci::use(reason, "reason"), soci::use(id, "id");
}

int end_sessions_of_user(Transaction& transaction, const std::string& user_id,
                         const std::string& except_id, const std::string& reason) {
  const long long now_ms = transaction.now_ms();
  return change_rows(transaction,
                     "UPDATE sessions SET ended_ms = :now, end_reason = :reason "
                     "WHERE user_id = :user AND id <> :kept AND ended_ms = 0",
                     soci::use(now_ms), soci::use(reason), soci::use(user_id),
                     soci::use(except_id));
}

void end_sessions_without_factor(Transaction& transaction, const std::string& user_id,
                                 const std::string& platform, const std::string& reason) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "UPDATE sessions SET ended_ms = :now, end_reason = :reason WHERE user_id = "
                       ":user AND platform = :platform AND factor_id = '' AND ended_ms = 0",
      soci::use(now_ms), soci::use(reason), soci::use(user_id), soci::use(platform);
}

void end_sessions_of_identity(Transaction& transaction, const std::string& identity_id,
                              const std::string& reason) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "UPDATE sessions SET ended_ms = :now, end_reason = :reason WHERE "
                       "identity_id = :identity AND ended_ms = 0",
      soci::use(now_ms), soci::use(reason), soci::use(identity_id);
}

WallMs last_sign_in_ms(Transaction& transaction, const std::string& user_id) {
  auto& query = transaction.prepared<LastSignInOfUser>();
  query.id = user_id;
  return query.statement->find() ? query.at_ms : 0;
}

WallMs last_sign_in_by_identity_ms(Transaction& transaction, const std::string& identity_id) {
  auto& query = transaction.prepared<LastSignInByIdentity>();
  query.id = identity_id;
  return query.statement->find() ? query.at_ms : 0;
}

std::vector<std::string> live_sessions_of_user(Transaction& transaction,
                                               const std::string& user_id) {
  std::vector<std::string> ids;
  std::string id;
  const auto take = [&] { ids.push_back(id); };
  take_rows(transaction, "SELECT id FROM sessions WHERE user_id = :user AND ended_ms = 0", take,
            soci::into(id), soci::use(user_id));
  return ids;
}

}  // namespace hufu::mock
