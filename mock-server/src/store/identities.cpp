// Identities.
#include "store/identities.h"

#include <soci/soci.h>

#include "crypto/random.h"
#include "store/fetch.h"
#include "store/users.h"

namespace hufu::mock {
namespace {

constexpr const char* kSelectIdentity =
    "SELECT id, user_id, provider, app_id, subject, unionid, verified_name, verified_email, "
    "looked_up_ms, created_ms FROM identities ";

// Somewhere for SOCI to put a row.
struct Row {
  Identity identity;
  long long looked_up_ms = 0;
  long long created_ms = 0;

  Identity take() {
    identity.looked_up_ms = looked_up_ms;
    identity.created_ms = created_ms;
    return identity;
  }
};

template <class Statement>
void bind(Statement& statement, Row& row) {
  Identity& to = row.identity;
  statement, soci::into(to.id), soci::into(to.user_id), soci::into(to.provider),
      soci::into(to.app_id), soci::into(to.subject), soci::into(to.unionid),
      soci::into(to.verified_name), soci::into(to.verified_email), soci::into(row.looked_up_ms),
      soci::into(row.created_ms);
}

struct IdentityByKey {
  explicit IdentityByKey(Transaction& transaction)
      : statement(
            bound(transaction.sql().prepare
                      << kSelectIdentity
                      << "WHERE provider = :provider AND app_id = :app AND subject = :subject",
                  row, provider, app_id, subject)) {}

  template <class Prepare>
  static soci::statement bound(Prepare&& prepare, Row& row, std::string& provider,
                               std::string& app_id, std::string& subject) {
    bind(prepare, row);
    return soci::statement((prepare, soci::use(provider), soci::use(app_id), soci::use(subject)));
  }

  std::string provider, app_id, subject;
  Row row;
  soci::statement statement;
};

struct IdentityById {
  explicit IdentityById(Transaction& transaction)
      : statement(
            bound(transaction.sql().prepare << kSelectIdentity << "WHERE id = :id", row, id)) {}

  template <class Prepare>
  static soci::statement bound(Prepare&& prepare, Row& row, std::string& id) {
    bind(prepare, row);
    return soci::statement((prepare, soci::use(id)));
  }

  std::string id;
  Row row;
  soci::statement statement;
};

struct IdentitiesOfUser {
  explicit IdentitiesOfUser(Transaction& transaction)
      : statement(IdentityById::bound(transaction.sql().prepare
                                          << kSelectIdentity
                                          << "WHERE user_id = :user ORDER BY created_ms, id",
                                      row, user_id)) {}

  std::string user_id;
  Row row;
  soci::statement statement;
};

std::optional<Identity> find_by_key(Transaction& transaction, const std::string& provider,
                                    const std::string& app_id, const std::string& subject) {
  auto& query = transaction.prepared<IdentityByKey>();
  query.provider = provider;
  query.app_id = app_id;
  query.subject = subject;
  if (!fetch_one(query.statement)) return std::nullopt;
  return query.row.take();
}

Identity make_identity(const NewIdentity& wanted, const std::string& user_id, WallMs now_ms) {
  Identity identity;
  identity.id = random_uuid();
  identity.user_id = user_id;
  identity.provider = wanted.provider;
  identity.app_id = wanted.app_id;
  identity.subject = wanted.subject;
  identity.unionid = wanted.unionid;
  identity.created_ms = now_ms;
  return identity;
}

// False if somebody else's row is there already.
bool insert(Transaction& transaction, const Identity& identity) {
  const long long created_ms = identity.created_ms;
  soci::statement statement =
      (transaction.sql().prepare << "INSERT INTO identities (id, user_id, provider, app_id, "
                                    "subject, unionid, verified_name, verified_email, "
                                    "looked_up_ms, created_ms) VALUES (:id, :user, :provider, "
                                    ":app, :subject, :unionid, '', '', 0, :created) "
                                    "ON CONFLICT DO NOTHING",
       soci::use(identity.id), soci::use(identity.user_id), soci::use(identity.provider),
       soci::use(identity.app_id), soci::use(identity.subject), soci::use(identity.unionid),
       soci::use(created_ms));
  statement.execute(true);
  return statement.get_affected_rows() == 1;
}

}  // namespace

FoundIdentity find_or_create_identity(Transaction& transaction, const NewIdentity& wanted) {
  if (auto found = find_by_key(transaction, wanted.provider, wanted.app_id, wanted.subject))
    return {*found, false};
  const User user =
      create_user(transaction, wanted.nickname, wanted.avatar_url, wanted.registration_source);
  const Identity identity = make_identity(wanted, user.id, transaction.now_ms());
  if (insert(transaction, identity)) return {identity, true};
  // Another server process was first, between our look and our insert.
  delete_user(transaction, user.id);
  return {find_by_key(transaction, wanted.provider, wanted.app_id, wanted.subject).value(), false};
}

std::optional<Identity> find_identity(Transaction& transaction, const std::string& id) {
  auto& query = transaction.prepared<IdentityById>();
  query.id = id;
  if (!fetch_one(query.statement)) return std::nullopt;
  return query.row.take();
}

std::optional<Identity> find_identity_by_subject(Transaction& transaction,
                                                 const std::string& provider,
                                                 const std::string& app_id,
                                                 const std::string& subject) {
  return find_by_key(transaction, provider, app_id, subject);
}

std::vector<Identity> identities_of(Transaction& transaction, const std::string& user_id) {
  auto& query = transaction.prepared<IdentitiesOfUser>();
  query.user_id = user_id;
  query.statement.execute();
  std::vector<Identity> all;
  while (query.statement.fetch())
    all.push_back(query.row.take());
  return all;
}

std::vector<Identity> identities_by_unionid(Transaction& transaction, const std::string& unionid) {
  Row row;
  auto prepare = transaction.sql().prepare
                 << kSelectIdentity
                 << "WHERE unionid = :unionid AND unionid <> '' ORDER BY created_ms, id";
  bind(prepare, row);
  soci::statement statement = (prepare, soci::use(unionid));
  statement.execute();
  std::vector<Identity> all;
  while (statement.fetch())
    all.push_back(row.take());
  return all;
}

std::optional<Identity> add_identity(Transaction& transaction, const std::string& user_id,
                                     const NewIdentity& wanted) {
  const Identity identity = make_identity(wanted, user_id, transaction.now_ms());
  if (!insert(transaction, identity)) return std::nullopt;
  return identity;
}

bool rename_identity(Transaction& transaction, const Identity& identity,
                     const std::string& subject) {
  soci::statement statement =
      (transaction.sql().prepare
           << "UPDATE identities SET subject = :subject WHERE id = :id AND NOT EXISTS (SELECT 1 "
              "FROM identities AS other WHERE other.provider = :provider AND other.app_id = :app "
              "AND other.subject = :taken)",
       soci::use(subject), soci::use(identity.id), soci::use(identity.provider),
       soci::use(identity.app_id), soci::use(subject));
  statement.execute(true);
  return statement.get_affected_rows() == 1;
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
  soci::statement statement =
      (transaction.sql().prepare
           << "UPDATE identities SET user_id = :new_owner WHERE id = :id AND user_id = :old_owner "
              "AND NOT EXISTS (SELECT 1 FROM identities AS other WHERE other.user_id = "
              ":owner_again "
              "AND other.provider = :provider)",
       soci::use(to), soci::use(identity.id), soci::use(identity.user_id), soci::use(to),
       soci::use(identity.provider));
  statement.execute(true);
  return statement.get_affected_rows() == 1;
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
