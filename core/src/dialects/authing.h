// Authing, version 3 of its API (document 004).
#pragma once

#include "dialects/table.h"

namespace hufu::dialects::authing {

inline constexpr Literal kProfile =
    "id=data.userId! nickname=data.nickname avatar_url=data.photo email=data.email platform "
    "identities=data.identities[provider app_id=extIdpId]";

// Calls as authing-miniapp-wx 5 makes them.
inline constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "POST", "/api/v3/signin-by-mobile", Body::json,
     "connection='wechat_mini_program_code' extIdpConnidentifier=connection "
     "wechatMiniProgramCodePayload=.{code encryptedData=encrypted_data iv} "
     "options=.{scope='openid profile offline_access'}"},
    {"refresh", "POST", "/oidc/token", Body::form,
     "grant_type='refresh_token' refresh_token redirect_uri='' client_id=app_key"},
    {"fetch_profile", "GET", "/api/v3/get-profile", Body::none, "", kProfile, true},
    {"update_profile", "POST", "/api/v3/update-profile", Body::json, "nickname photo=avatar_url",
     kProfile, true},
    {"sign_out", "POST", "/oidc/token/revocation", Body::form,
     "client_id=app_key token=refresh_token|access_token"},
};

inline constexpr Dialect kDialect{.name = "authing",
                                  .routes = kRoutes,
                                  .grant =
                                      "access_token=data.access_token|access_token! "
                                      "refresh_token=data.refresh_token|refresh_token "
                                      "lifetime_ms=data.expires_in|expires_in#",
                                  .error_code = "error|apiCode|code",
                                  .headers = "x-authing-app-id=app_key",
                                  .status = "statusCode",
                                  .scheme = ""};

}  // namespace hufu::dialects::authing
