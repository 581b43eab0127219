// What a v3 sign-in and a refresh hand out.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "authing/authing_token.h"

namespace hufu::mock::authing {

/// Of the wished scopes those that mean something here, openid among them always.
std::string known_scopes(const std::string& wished);

/// `access_token, id_token, expires_in, scope, token_type`, and `refresh_token` with the scope
/// offline_access: for the session's current generation.
nlohmann::json token_set(const Backend& backend, const Session& session, const User& user,
                         const TokenWish& wish, WallMs now_ms);
/// The same after a refresh.
nlohmann::json renewed_token_set(const Backend& backend, const Session& session, const User& user,
                                 const TokenWish& wish, WallMs now_ms);

}  // namespace hufu::mock::authing
