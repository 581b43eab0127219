// What an application's server wants a person to be.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "gotrue/gotrue.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

struct AdminWish {
  /// Each empty where nothing is said of it.
  std::string id;
  std::string email;
  std::string phone;
  std::string role;
  std::optional<std::string> password;
  bool confirms_email = false;
  bool confirms_phone = false;
  /// Null or objects.
  nlohmann::json user_metadata;
  nlohmann::json app_metadata;
  /// 0 lifts a ban.
  std::optional<std::int64_t> ban_ms;
};

/// Throws `Error` 400 `validation_failed`.
AdminWish read_admin_wish(const Request& request);

/// Whatever both a new person and an old one can be told to be; saves it. Throws `Error` 422
/// for more app_metadata than a token carries.
void administer(Transaction& transaction, User& user, const AdminWish& wish);

/// The `{user_id}` of the path. Throws `Error` 404 `validation_failed`.
std::string read_user_id(const Request& request);
/// Throws `Error` 404 `user_not_found`.
User find_administered(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock::gotrue
