// The profile as every call returns it that may have changed it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "people/caller.h"

namespace hufu::mock::unified {

/// `id, nickname, avatarUrl, email, phone, platform, identities[]`, read anew.
nlohmann::json profile_json(Transaction& transaction, const std::string& user_id,
                            const std::string& platform);
/// Of what was read before.
nlohmann::json profile_json(const User& user, const std::vector<Identity>& identities,
                            const std::string& platform);

}  // namespace hufu::mock::unified
