// Accounts that wait for a word of the owner of their address.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "gotrue/gotrue.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

struct Awaited {
  std::string email;
  nlohmann::json data = nlohmann::json::object();
  /// Of the password; empty: none yet.
  std::string hash;
};

/// The account of this address, a new one where there is none; it opens with a code that is still
/// to be sent. Throws `Error` 422 `email_exists` where it is open already.
User await_owner(Transaction& transaction, const Gotrue& gotrue, const Awaited& awaited);

/// That, and it is written down that the person was asked to come.
User invite(Transaction& transaction, const Gotrue& gotrue, const std::string& email,
            const nlohmann::json& data);

}  // namespace hufu::mock::gotrue
