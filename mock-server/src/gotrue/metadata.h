// user_metadata: what an application keeps about its user, and the name and picture of the profile.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "settings/config.h"
#include "store/transaction.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

/// What was kept, and of the profile name and picture: under the names that the application chose
/// for them, or under `full_name` and `name`, `avatar_url` and `picture` where it never did.
nlohmann::json shown_metadata(Transaction& transaction, const User& user);

/// Merges `data` into it: null removes a name. A name or picture that the profile takes goes there,
/// so that every surface shows it; any other stays here alone. Saves the user. Throws `Error`
/// 422 for more than 3 KiB: it travels in every access token.
void change_metadata(Transaction& transaction, const Config& config, User& user,
                     const nlohmann::json& data);

}  // namespace hufu::mock::gotrue
