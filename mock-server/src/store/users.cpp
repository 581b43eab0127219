// Users.
#include "store/users.h"

#include <soci/soci.h>

#include <utility>

#include "crypto/random.h"

namespace hufu::mock {

namespace {

struct UserById {
  explicit UserById(Transaction& transaction)
      : statement(transaction.prepare("SELECT " + kUserColumns + " FROM users WHERE id = $1", {&id},
                                      user_fields(user))) {}

  std::string id;
  User user;
  std::unique_ptr<Statement> statement;
};

struct NewUser {
  explicit NewUser(Transaction& transaction)
      : statement(transaction.prepare(
            "INSERT INTO users (id, nickname, avatar_url, email, phone, state, merged_into, "
            "has_data, gender, registration_source, created_ms, updated_ms) "
            "VALUES ($1, $2, $3, '', '', 'active', '', 0, 0, $4, $5, $6)",
            {&user.id, &user.nickname, &user.avatar_url, &user.registration_source,
             &user.created_ms, &user.updated_ms})) {}

  User user;
  std::unique_ptr<Statement> statement;
};

}  // namespace

std::vector<std::string> ids_of(const User& user) {
  std::vector<std::string> ids = {user.id};
  ids.insert(ids.end(), user.absorbed_ids.begin(), user.absorbed_ids.end());
  return ids;
}

const std::string kUserColumns =
    "users.id, users.nickname, users.avatar_url, users.email, users.phone, users.state, "
    "users.merged_into, users.absorbed_ids, users.has_data, users.app_has_data, users.gender, "
    "users.nickname_set_here, "
    "users.avatar_set_here, users.gender_set_here, users.registration_source, users.created_ms, "
    "users.updated_ms, users.app_metadata, users.role, users.banned_until_ms, users.deleted_ms, "
    "users.invited_ms";

Fields user_fields(User& user) {
  return {&user.id,
          &user.nickname,
          &user.avatar_url,
          &user.email,
          &user.phone,
          &user.state,
          &user.merged_into,
          &user.absorbed_ids,
          &user.has_data,
          &user.app_has_data,
          &user.gender,
          &user.nickname_set_here,
          &user.avatar_set_here,
          &user.gender_set_here,
          &user.registration_source,
          &user.created_ms,
          &user.updated_ms,
          &user.app_metadata,
          &user.role,
          &user.banned_until_ms,
          &user.deleted_ms,
          &user.invited_ms};
}

void lift_spent_ban(Transaction& transaction, User& user) {
  if (user.state != "banned" || user.banned_until_ms == 0) return;
  if (user.banned_until_ms <= transaction.now_ms()) user.state = "active";
}

std::optional<User> find_user(Transaction& transaction, const std::string& id) {
  auto& query = transaction.prepared<UserById>();
  query.id = id;
  if (!query.statement->find()) return std::nullopt;
  lift_spent_ban(transaction, query.user);
  return query.user;
}

std::optional<User> find_survivor(Transaction& transaction, const std::string& id) {
  std::optional<User> user = find_user(transaction, id);
  while (user && !user->merged_into.empty())
    user = find_user(transaction, user->merged_into);
  return user;
}

User create_user(Transaction& transaction, std::string nickname, std::string avatar_url,
                 std::string registration_source, std::string id) {
  User user;
  user.nickname = std::move(nickname);
  user.avatar_url = std::move(avatar_url);
  user.state = "active";
  user.registration_source = std::move(registration_source);
  user.created_ms = user.updated_ms = transaction.now_ms();
  user.id = id.empty() ? timed_uuid(user.created_ms) : std::move(id);
  auto& query = transaction.prepared<NewUser>();
  query.user = user;
  query.statement->execute();
  return user;
}

void save_user(Transaction& transaction, const User& user) {
  const long long now_ms = transaction.now_ms();
  const int has_data = user.has_data ? 1 : 0;
  const int app_has_data = user.app_has_data ? 1 : 0;
  const int nickname_set_here = user.nickname_set_here ? 1 : 0;
  const int avatar_set_here = user.avatar_set_here ? 1 : 0;
  const int gender_set_here = user.gender_set_here ? 1 : 0;
  transaction.sql()
      << "UPDATE users SET nickname = :nickname, avatar_url = :avatar, email = "
         ":email, phone = :phone, state = :state, "
         "merged_into = :merged, has_data = :data, app_has_data = :kept, gender = :gender, "
         "nickname_set_here = :named, avatar_set_here = :pictured, gender_set_here = :gendered, "
         "updated_ms = :now "
         "WHERE id = :id",
      soci::use(user.nickname), soci::use(user.avatar_url), soci::use(user.email),
      soci::use(user.phone), soci::use(user.state), soci::use(user.merged_into),
      soci::use(has_data), soci::use(app_has_data), soci::use(user.gender),
      soci::use(nickname_set_here), soci::use(avatar_set_here), soci::use(gender_set_here),
      soci::use(now_ms), soci::use(user.id);
}

void save_absorbed_ids(Transaction& transaction, const std::string& user_id,
                       const std::vector<std::string>& absorbed_ids) {
  const std::string words = text_of(absorbed_ids);
  transaction.sql() << "UPDATE users SET absorbed_ids = :ids WHERE id = :id", soci::use(words),
      soci::use(user_id);
}

void save_administration(Transaction& transaction, const User& user) {
  const long long now_ms = transaction.now_ms();
  const long long banned_until_ms = user.banned_until_ms;
  const long long deleted_ms = user.deleted_ms;
  const long long invited_ms = user.invited_ms;
  transaction.sql() << "UPDATE users SET app_metadata = :metadata, role = :role, state = :state, "
                       "banned_until_ms = :until, deleted_ms = :deleted, invited_ms = :invited, "
                       "updated_ms = :now WHERE id = :id",
      soci::use(user.app_metadata), soci::use(user.role), soci::use(user.state),
      soci::use(banned_until_ms), soci::use(deleted_ms), soci::use(invited_ms), soci::use(now_ms),
      soci::use(user.id);
}

void delete_user(Transaction& transaction, const std::string& id) {
  transaction.sql() << "DELETE FROM users WHERE id = :id", soci::use(id);
}

void lock_users(Transaction& transaction, std::string first, std::string second) {
  if (second < first) std::swap(first, second);
  for (const std::string* id : {&first, &second}) {
    std::string found;
    transaction.sql() << "SELECT id FROM users WHERE id = :id" << transaction.lock_rows(),
        soci::into(found), soci::use(*id);
  }
}

}  // namespace hufu::mock
