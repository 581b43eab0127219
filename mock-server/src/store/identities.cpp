// Identities.
#include "store/identities.h"

#include <soci/soci.h>

#include "crypto/random.h"
#include "store/users.h"

namespace hufu::mock {
namespace {

constexpr const char* kColumns =
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

std::optional<Identity> find_by_key(Transaction& transaction, const std::string& provider,
                                    const std::string& app_id, const std::string& subject) {
  Row row;
  {
    auto statement = transaction.sql()
                     << kColumns
                     << "WHERE provider = :provider AND app_id = :app AND subject = :subject";
    bind(statement, row);
    statement, soci::use(provider), soci::use(app_id), soci::use(subject);
  }
  if (!transaction.sql().got_data()) return std::nullopt;
  return row.take();
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
  const User user = create_user(transaction, wanted.nickname, wanted.avatar_url);
  Identity identity;
  identity.id = random_uuid();
  identity.user_id = user.id;
  identity.provider = wanted.provider;
  identity.app_id = wanted.app_id;
  identity.subject = wanted.subject;
  identity.unionid = wanted.unionid;
  identity.created_ms = transaction.now_ms();
  if (insert(transaction, identity)) return {identity, true};
  // Another server process was first, between our look and our insert.
  delete_user(transaction, user.id);
  return {find_by_key(transaction, wanted.provider, wanted.app_id, wanted.subject).value(), false};
}

std::optional<Identity> find_identity(Transaction& transaction, const std::string& id) {
  Row row;
  {
    auto statement = transaction.sql() << kColumns << "WHERE id = :id";
    bind(statement, row);
    statement, soci::use(id);
  }
  if (!transaction.sql().got_data()) return std::nullopt;
  return row.take();
}

std::vector<Identity> identities_of(Transaction& transaction, const std::string& user_id) {
  Row row;
  auto prepare = transaction.sql().prepare << kColumns
                                           << "WHERE user_id = :user ORDER BY created_ms, id";
  bind(prepare, row);
  soci::statement statement = (prepare, soci::use(user_id));
  statement.execute();
  std::vector<Identity> all;
  while (statement.fetch())
    all.push_back(row.take());
  return all;
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
