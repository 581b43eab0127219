#include "dialects/wx_login.h"

namespace hufu::dialects {
namespace {

constexpr std::string_view kProfile =
    "id! nickname=nick_name avatar_url email platform identities[provider app_id]";

// There is no refresh token: the session is renewed by a new code.
constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "POST", "/users/wxLogin", Body::json,
     "code encryptedData=encrypted_data iv rawData=raw_data signature", "", false,
     "encrypted_data iv"},
    {"fetch_profile", "GET", "/users/profile", Body::none, "", kProfile, true},
    {"update_profile", "PUT", "/users/profile", Body::json, "nick_name=nickname avatar_url",
     kProfile, true},
    {"sign_out", "POST", "/users/logout"},
};

}  // namespace

const Dialect kWxLogin{.routes = kRoutes,
                       .grant = "access_token=token! lifetime_ms*",
                       .plain_token = true,
                       .only_signs_in = true};

}  // namespace hufu::dialects
