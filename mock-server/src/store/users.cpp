// Users.
#include "store/users.h"

#include <soci/soci.h>

#include <iterator>
#include <sstream>
#include <utility>

#include "crypto/random.h"
#include "store/fetch.h"

namespace hufu::mock {

namespace {

struct UserById {
  explicit UserById(Transaction& transaction)
      : statement((transaction.sql().prepare
                       << "SELECT id, nickname, avatar_url, email, phone, state, merged_into, "
                          "absorbed_ids, has_data, app_has_data, gender, nickname_set_here, "
                          "avatar_set_here, gender_set_here, registration_source, created_ms, "
                          "updated_ms FROM users WHERE id = :id",
                   soci::into(user.id), soci::into(user.nickname), soci::into(user.avatar_url),
                   soci::into(user.email), soci::into(user.phone), soci::into(user.state),
                   soci::into(user.merged_into), soci::into(absorbed_ids), soci::into(has_data),
                   soci::into(app_has_data), soci::into(user.gender), soci::into(nickname_set_here),
                   soci::into(avatar_set_here), soci::into(gender_set_here),
                   soci::into(user.registration_source), soci::into(created_ms),
                   soci::into(updated_ms), soci::use(id))) {}

  std::string id;
  User user;
  std::string absorbed_ids;
  int has_data = 0;
  int app_has_data = 0;
  int nickname_set_here = 0;
  int avatar_set_here = 0;
  int gender_set_here = 0;
  long long created_ms = 0;
  long long updated_ms = 0;
  soci::statement statement;
};

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream words(text);
  return {std::istream_iterator<std::string>(words), {}};
}

}  // namespace

std::vector<std::string> ids_of(const User& user) {
  std::vector<std::string> ids = {user.id};
  ids.insert(ids.end(), user.absorbed_ids.begin(), user.absorbed_ids.end());
  return ids;
}

std::optional<User> find_user(Transaction& transaction, const std::string& id) {
  auto& query = transaction.prepared<UserById>();
  query.id = id;
  if (!fetch_one(query.statement)) return std::nullopt;
  User user = query.user;
  if (!query.absorbed_ids.empty()) user.absorbed_ids = words_of(query.absorbed_ids);
  user.app_has_data = query.app_has_data != 0;
  user.has_data = query.has_data != 0;
  user.nickname_set_here = query.nickname_set_here != 0;
  user.avatar_set_here = query.avatar_set_here != 0;
  user.gender_set_here = query.gender_set_here != 0;
  user.created_ms = query.created_ms;
  user.updated_ms = query.updated_ms;
  return user;
}

std::optional<User> find_survivor(Transaction& transaction, const std::string& id) {
  std::optional<User> user = find_user(transaction, id);
  while (user && !user->merged_into.empty())
    user = find_user(transaction, user->merged_into);
  return user;
}

User create_user(Transaction& transaction, std::string nickname, std::string avatar_url,
                 std::string registration_source) {
  User user;
  user.id = random_uuid();
  user.nickname = std::move(nickname);
  user.avatar_url = std::move(avatar_url);
  user.state = "active";
  user.registration_source = std::move(registration_source);
  const long long now_ms = transaction.now_ms();
  user.created_ms = user.updated_ms = now_ms;
  transaction.sql() << "INSERT INTO users (id, nickname, avatar_url, email, phone, state, "
                       "merged_into, has_data, gender, registration_source, created_ms, "
                       "updated_ms) VALUES (:id, :nickname, :avatar, '', '', 'active', '', 0, 0, "
                       ":source, :created, :updated)",
      soci::use(user.id), soci::use(user.nickname), soci::use(user.avatar_url),
      soci::use(user.registration_source), soci::use(now_ms), soci::use(now_ms);
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
  std::string words;
  for (const std::string& id : absorbed_ids)
    words += (words.empty() ? "" : " ") + id;
  transaction.sql() << "UPDATE users SET absorbed_ids = :ids WHERE id = :id", soci::use(words),
      soci::use(user_id);
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
