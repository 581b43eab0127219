// Identities.
#include "store/identities.h"

#include <soci/soci.h>

#include "crypto/random.h"
#include "store/unprepared.h"
#include "store/users.h"

namespace hufu::mock {
namespace {

std::string select_identities(const char* condition) {
  return "SELECT " + kIdentityColumns + " FROM identities WHERE " + condition;
}

struct IdentityByKey {
  explicit IdentityByKey(Transaction& transaction)
      : statement(
            transaction.prepare(select_identities("provider = $1 AND app_id = $2 AND subject = $3"),
                                {&provider, &app_id, &subject}, identity_fields(identity))) {}

  std::string provider, app_id, subject;
  Identity identity;
  std::unique_ptr<Statement> statement;
};

struct IdentityById {
  explicit IdentityById(Transaction& transaction)
      : statement(
            transaction.prepare(select_identities("id = $1"), {&id}, identity_fields(identity))) {}

  std::string id;
  Identity identity;
  std::unique_ptr<Statement> statement;
};

struct IdentitiesOfUser {
  explicit IdentitiesOfUser(Transaction& transaction)
      : statement(
            transaction.prepare(select_identities("user_id = $1 ORDER BY created_ms, provider, id"),
                                {&key}, identity_fields(identity))) {}

  std::string key;
  Identity identity;
  std::unique_ptr<Statement> statement;
};

struct IdentitiesByUnionid {
  explicit IdentitiesByUnionid(Transaction& transaction)
      : statement(transaction.prepare(
            select_identities("unionid = $1 AND unionid <> '' ORDER BY created_ms, id"), {&key},
            identity_fields(identity))) {}

  std::string key;
  Identity identity;
  std::unique_ptr<Statement> statement;
};

struct NewIdentityRow {
  explicit NewIdentityRow(Transaction& transaction)
      : statement(transaction.prepare(
            "INSERT INTO identities (id, user_id, provider, app_id, subject, unionid, "
            "verified_name, verified_email, looked_up_ms, created_ms, confirmed_ms) "
            "VALUES ($1, $2, $3, $4, $5, $6, '', '', 0, $7, $8) ON CONFLICT DO NOTHING",
            {&identity.id, &identity.user_id, &identity.provider, &identity.app_id,
             &identity.subject, &identity.unionid, &identity.created_ms, &identity.confirmed_ms})) {
  }

  Identity identity;
  std::unique_ptr<Statement> statement;
};

template <class Query>
std::vector<Identity> find_all(Transaction& transaction, const std::string& key) {
  auto& query = transaction.prepared<Query>();
  query.key = key;
  std::vector<Identity> all;
  for (bool more = query.statement->ask(); more; more = query.statement->next())
    all.push_back(query.identity);
  return all;
}

Identity make_identity(const NewIdentity& wanted, const std::string& user_id, WallMs now_ms) {
  Identity identity;
  identity.id = timed_uuid(now_ms);
  identity.user_id = user_id;
  identity.provider = wanted.provider;
  identity.app_id = wanted.app_id;
  identity.subject = wanted.subject;
  identity.unionid = wanted.unionid;
  identity.created_ms = now_ms;
  identity.confirmed_ms = wanted.is_confirmed ? now_ms : 0;
  return identity;
}

// False if somebody else's row is there already.
bool insert(Transaction& transaction, const Identity& identity) {
  auto& query = transaction.prepared<NewIdentityRow>();
  query.identity = identity;
  return query.statement->execute_and_count() == 1;
}

}  // namespace

const std::string kIdentityColumns =
    "identities.id, identities.user_id, identities.provider, identities.app_id, "
    "identities.subject, identities.unionid, identities.verified_name, identities.verified_email, "
    "identities.looked_up_ms, identities.created_ms, identities.confirmed_ms";

Fields identity_fields(Identity& identity) {
  return {&identity.id,
          &identity.user_id,
          &identity.provider,
          &identity.app_id,
          &identity.subject,
          &identity.unionid,
          &identity.verified_name,
          &identity.verified_email,
          &identity.looked_up_ms,
          &identity.created_ms,
          &identity.confirmed_ms};
}

FoundIdentity find_or_create_identity(Transaction& transaction, const NewIdentity& wanted) {
  if (auto found =
          find_identity_by_subject(transaction, wanted.provider, wanted.app_id, wanted.subject))
    return {*found, false};
  const User user =
      create_user(transaction, wanted.nickname, wanted.avatar_url, wanted.registration_source);
  const Identity identity = make_identity(wanted, user.id, transaction.now_ms());
  if (insert(transaction, identity)) return {identity, true};
  // Another server process was first, between our look and our insert.
  delete_user(transaction, user.id);
  return {
      find_identity_by_subject(transaction, wanted.provider, wanted.app_id, wanted.subject).value(),
      false};
}

std::optional<Identity> find_identity(Transaction& transaction, const std::string& id) {
  auto& query = transaction.prepared<IdentityById>();
  query.id = id;
  if (!query.statement->find()) return std::nullopt;
  return query.identity;
}

std::optional<Identity> find_identity_by_subject(Transaction& transaction,
                                                 const std::string& provider,
                                                 const std::string& app_id,
                                                 const std::string& subject) {
  auto& query = transaction.prepared<IdentityByKey>();
  query.provider = provider;
  query.app_id = app_id;
  query.subject = subject;
  if (!query.statement->find()) return std::nullopt;
  return query.identity;
}

std::vector<Identity> identities_of(Transaction& transaction, const std::string& user_id) {
  return find_all<IdentitiesOfUser>(transaction, user_id);
}

std::vector<Identity> identities_by_unionid(Transaction& transaction, const std::string& unionid) {
  return find_all<IdentitiesByUnionid>(transaction, unionid);
}

std::optional<Identity> add_identity(Transaction& transaction, const std::string& user_id,
                                     const NewIdentity& wanted) {
  const Identity identity = make_identity(wanted, user_id, transaction.now_ms());
  if (!insert(transaction, identity)) return std::nullopt;
  return identity;
}

bool rename_identity(Transaction& transaction, const Identity& identity,
                     const std::string& subject) {
  return change_rows(
             transaction,
             "UPDATE identities SET subject = :subject WHERE id = :id AND NOT EXISTS (SELECT 1 "
             "FROM identities AS other WHERE other.provider = :provider AND other.app_id = :app "
             "AND other.subject = :taken)",
             soci::use(subject), soci::use(identity.id), soci::use(identity.provider),
             soci::use(identity.app_id), soci::use(subject)) == 1;
}

void confirm_identity(Transaction& transaction, const Identity& identity) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "UPDATE identities SET confirmed_ms = :now WHERE id = :id AND confirmed_ms "
                       "= 0",
      soci::use(now_ms), soci::use(identity.id);
}

void save_identity(Transaction& transaction, const Identity& identity) {
  const long long looked_up_ms = identity.looked_up_ms;
  transaction.sql() << "UPDATE identities SET unionid = :unionid, verified_name = :name, "
                       "verified_email = :email, looked_up_ms = :at "
                       "WHERE id = :id",
      soci::use(identity.unionid), soci::use(identity.verified_name),
      soci::use(identity.verified_email), soci::use(looked_up_ms), soci::use(identity.id);
}

bool move_identity(Transaction& transaction, const Identity& identity, const std::string& to) {
  // The condition, not an earlier look, decides: two links of one identity end with one winner
  // (B11).
  return change_rows(
             transaction,
             "UPDATE identities SET user_id = :new_owner WHERE id = :id AND user_id = :old_owner "
             "AND NOT EXISTS (SELECT 1 FROM identities AS other WHERE other.user_id = "
             ":owner_again "
             "AND other.provider = :provider)",
             soci::use(to), soci::use(identity.id), soci::use(identity.user_id), soci::use(to),
             soci::use(identity.provider)) == 1;
}

void release_identity(Transaction& transaction, const Identity& identity) {
  const long long now_ms = transaction.now_ms();
  transaction.sql() << "DELETE FROM identities WHERE id = :id", soci::use(identity.id);
  transaction.sql() << "DELETE FROM released_identities WHERE provider = :provider AND app_id = "
                       ":app AND subject = :subject",
      soci::use(identity.provider), soci::use(identity.app_id), soci::use(identity.subject);
  transaction.sql()
      << "INSERT INTO released_identities (provider, app_id, subject, user_id, at_ms) "
         "VALUES (:provider, :app, :subject, :user, :at)",
      soci::use(identity.provider), soci::use(identity.app_id), soci::use(identity.subject),
      soci::use(identity.user_id), soci::use(now_ms);
}

std::optional<WallMs> released_by_another_ms(Transaction& transaction, const Identity& identity,
                                             const std::string& user_id) {
  long long at_ms = 0;
  transaction.sql() << "SELECT at_ms FROM released_identities WHERE provider = :provider AND "
                       "app_id = :app AND subject = :subject "
                       "AND user_id <> :user",
      soci::into(at_ms), soci::use(identity.provider), soci::use(identity.app_id),
      soci::use(identity.subject), soci::use(user_id);
  if (!transaction.sql().got_data()) return std::nullopt;
  return at_ms;
}

}  // namespace hufu::mock
