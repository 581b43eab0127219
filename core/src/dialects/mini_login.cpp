#include "dialects/mini_login.h"

namespace hufu::dialects {
namespace {

constexpr std::string_view kProfile =
    "id! nickname avatar_url=avatar email platform identities[provider app_id]";

// There is no refresh token: the session is renewed by a new code.
constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "POST", "/api/v1/auth/mini-login", Body::json,
     "code userInfo=.{nickName=nickname avatarUrl=avatar_url}"},
    {"fetch_profile", "GET", "/api/v1/auth/me", Body::none, "", kProfile, true},
    {"update_profile", "PUT", "/api/v1/auth/me", Body::json, "nickname avatar=avatar_url", kProfile,
     true},
    {"sign_out", "POST", "/api/v1/auth/logout"},
};

}  // namespace

const Dialect kMiniLogin{.routes = kRoutes,
                         .grant =
                             "access_token=token! lifetime_ms* "
                             "user{id! nickname avatar_url=avatar} is_new_user=isNewUser?",
                         .only_signs_in = true};

}  // namespace hufu::dialects
