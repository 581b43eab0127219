// What the stories of second factors share.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gotrue/caller.h"
#include "store/factors.h"

namespace hufu::mock::gotrue {

/// As the user object lists it.
nlohmann::json factor_json(const Factor& factor);

/// Where a factor's secret is sealed for.
std::string place_of(const std::string& factor_id);

/// Throws as `find_caller`, and 403 `no_authorization` for who is anonymous: there is no first
/// factor yet.
Caller find_factor_caller(Transaction& transaction, const Gotrue& gotrue, const std::string& token);
/// Of this user. Throws 404 `mfa_factor_not_found`, or `validation_failed` for what is no id.
Factor require_factor(Transaction& transaction, const std::string& user_id, const std::string& id);

}  // namespace hufu::mock::gotrue
