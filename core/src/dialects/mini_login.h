// The mini-login endpoint of document 003: who is new is registered by signing in.
#pragma once

#include "dialects/table.h"

namespace hufu::dialects::mini_login {

inline constexpr Literal kProfile =
    "id! nickname avatar_url=avatar email platform identities[provider app_id]";

// There is no refresh token: the session is renewed by a new code.
inline constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "POST", "/api/v1/auth/mini-login", Body::json,
     "code userInfo=.{nickName=nickname avatarUrl=avatar_url}"},
    {"fetch_profile", "GET", "/api/v1/auth/me", Body::none, "", kProfile, true},
    {"update_profile", "PUT", "/api/v1/auth/me", Body::json, "nickname avatar=avatar_url", kProfile,
     true},
    {"sign_out", "POST", "/api/v1/auth/logout"},
};

inline constexpr Dialect kDialect{.name = "mini_login",
                                  .routes = kRoutes,
                                  .grant =
                                      "access_token=token! lifetime_ms# "
                                      "user{id! nickname avatar_url=avatar} is_new_user=isNewUser&",
                                  .only_signs_in = true};

}  // namespace hufu::dialects::mini_login
