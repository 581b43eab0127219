// The hapi server of document 002: a JWT of seven days for WeChat's encrypted data.
#pragma once

#include "dialects/table.h"

namespace hufu::dialects::wx_login {

inline constexpr Literal kProfile =
    "id! nickname=nick_name avatar_url email platform identities[provider app_id]";

// There is no refresh token: the session is renewed by a new code.
inline constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "POST", "/users/wxLogin", Body::json,
     "code encryptedData=encrypted_data! iv! rawData=raw_data signature"},
    {"fetch_profile", "GET", "/users/profile", Body::none, "", kProfile, true},
    {"update_profile", "PUT", "/users/profile", Body::json, "nick_name=nickname avatar_url",
     kProfile, true},
    {"sign_out", "POST", "/users/logout"},
};

inline constexpr Dialect kDialect{.name = "wx_login",
                                  .routes = kRoutes,
                                  .grant = "access_token=token! lifetime_ms#",
                                  .plain_token = true,
                                  .only_signs_in = true};

}  // namespace hufu::dialects::wx_login
