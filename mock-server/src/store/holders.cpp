// Whose a session or an identity is.
#include "store/holders.h"

#include <algorithm>

namespace hufu::mock {
namespace {

Fields together(Fields fields, const Fields& more) {
  fields.insert(fields.end(), more.begin(), more.end());
  return fields;
}

std::string select(const std::string& columns, const std::string& rest) {
  return "SELECT " + columns + ", " + kUserColumns + " FROM " + rest;
}

struct HolderOfSession {
  explicit HolderOfSession(Transaction& transaction)
      : statement(transaction.prepare(
            select(kSessionColumns + ", " + kIdentityColumns,
                   "sessions JOIN users ON users.id = sessions.user_id "
                   "JOIN identities ON identities.user_id = users.id WHERE sessions.id = $1 "
                   "ORDER BY identities.created_ms, identities.id"),
            {&session_id},
            together(together(session_fields(session), identity_fields(identity)),
                     user_fields(user)))) {}

  std::string session_id;
  Session session;
  User user;
  Identity identity;
  std::unique_ptr<Statement> statement;
};

struct SessionWithUser {
  explicit SessionWithUser(Transaction& transaction)
      : statement(transaction.prepare(
            select(kSessionColumns,
                   "sessions JOIN users ON users.id = sessions.user_id WHERE sessions.id = $1"),
            {&session_id}, together(session_fields(held.session), user_fields(held.user)))) {}

  std::string session_id;
  HeldSession held;
  std::unique_ptr<Statement> statement;
};

struct PersonByKey {
  explicit PersonByKey(Transaction& transaction)
      : statement(transaction.prepare(
            select(kIdentityColumns,
                   "identities JOIN users ON users.id = identities.user_id "
                   "WHERE provider = $1 AND app_id = $2 AND subject = $3"),
            {&key.provider, &key.app_id, &key.subject},
            together(identity_fields(person.identity), user_fields(person.user)))) {}

  NewIdentity key;
  Person person;
  std::unique_ptr<Statement> statement;
};

}  // namespace

const Identity* Holder::signed_in() const {
  const auto found = std::ranges::find(identities, session.identity_id, &Identity::id);
  return found == identities.end() ? nullptr : &*found;
}

std::optional<Holder> find_holder(Transaction& transaction, const std::string& session_id) {
  auto& query = transaction.prepared<HolderOfSession>();
  query.session_id = session_id;
  if (!query.statement->ask()) return std::nullopt;
  Holder holder{query.session, query.user, {query.identity}};
  while (query.statement->next())
    holder.identities.push_back(query.identity);
  lift_spent_ban(transaction, holder.user);
  return holder;
}

std::optional<HeldSession> find_held_session(Transaction& transaction,
                                             const std::string& session_id) {
  auto& query = transaction.prepared<SessionWithUser>();
  query.session_id = session_id;
  if (!query.statement->find()) return std::nullopt;
  lift_spent_ban(transaction, query.held.user);
  return query.held;
}

std::optional<Person> find_person(Transaction& transaction, const NewIdentity& wanted) {
  auto& query = transaction.prepared<PersonByKey>();
  query.key = wanted;
  if (!query.statement->find()) return std::nullopt;
  lift_spent_ban(transaction, query.person.user);
  return query.person;
}

}  // namespace hufu::mock
