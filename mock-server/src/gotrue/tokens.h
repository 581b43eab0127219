// The access token of the GoTrue surface: a JWT with GoTrue's claims.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "gotrue/gotrue.h"
#include "store/sessions.h"

namespace hufu::mock::gotrue {

struct Token {
  std::string user_id;
  std::string session_id;
  int generation = 0;
};

/// `user` is the user object as clients get it.
std::string make_token(const Gotrue& gotrue, const Session& session, const nlohmann::json& user,
                       WallMs now_ms);
/// Nothing for a token that is not of this surface, not whole or not of this time.
std::optional<Token> verify_token(const Gotrue& gotrue, std::string_view token, WallMs now_ms);

}  // namespace hufu::mock::gotrue
