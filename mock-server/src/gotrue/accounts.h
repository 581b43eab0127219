// Accounts that an application's server makes for people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

struct NewAccount {
  /// Empty: one is made.
  std::string id;
  /// One of the two at least.
  std::string email;
  std::string phone;
  bool email_is_confirmed = false;
  bool phone_is_confirmed = false;
  /// Of the password; empty: none opens it yet.
  std::string hash;
  /// user_metadata.
  nlohmann::json data = nlohmann::json::object();
};

/// Throws `Error` 422 `email_exists` or `phone_exists`.
User make_account(Transaction& transaction, const Gotrue& gotrue, const NewAccount& wanted);

/// One password opens the account by whatever it is known by. False where it has neither e-mail
/// nor phone.
bool set_password(Transaction& transaction, const std::string& user_id, const std::string& hash);

Error email_taken();
Error phone_taken();

}  // namespace hufu::mock::gotrue
