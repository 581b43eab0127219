// What a client gets when it signs in or refreshes: the two tokens and who they stand for.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "people/backend.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock::unified {

/// The claim `ids`: all of the user's, where there is more than one. Else an empty object.
nlohmann::json ids_claim(const User& user);
/// `token, expiresIn, refreshToken, user` for the session's current generation.
nlohmann::json session_json(const Backend& backend, const Session& session, const User& user,
                            WallMs now_ms);
/// The same after a refresh.
nlohmann::json renewed_session_json(const Backend& backend, const Session& session,
                                    const User& user, WallMs now_ms);

}  // namespace hufu::mock::unified
