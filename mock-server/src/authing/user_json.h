// A user as Authing shows one.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "store/identities.h"
#include "store/users.h"

namespace hufu::mock::authing {

/// "M", "F" or "U" as `User::gender`. Throws 400 for any other text.
int gender_of_letter(const std::string& letter);

/// As the older calls and GraphQL: the fields that their SDK asks for, those we know nothing of as
/// null. `token` is the one to go on with: the SDK stores whatever stands there.
nlohmann::json legacy_user(const User& user, const Identity& identity, const std::string& app_id,
                           const std::string& token);
/// As get-profile of v3.
nlohmann::json v3_user(const User& user);

}  // namespace hufu::mock::authing
