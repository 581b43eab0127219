#include "backends/gotrue.h"

namespace hufu::backends {
namespace {

// Routes and members: github.com/supabase/auth, openapi.yaml; `wechat_mini`: MemFire's own client.
constexpr std::string_view kGrant =
    "access_token! refresh_token! lifetime_ms=expires_in*! "
    "user{id! nickname=user_metadata.name|user_metadata.nickname|user_metadata.full_name "
    "avatar_url=user_metadata.avatar_url|user_metadata.picture} session_user=user&";
constexpr std::string_view kProfile =
    "id! nickname=user_metadata.name|user_metadata.nickname|user_metadata.full_name "
    "avatar_url=user_metadata.avatar_url|user_metadata.picture email platform "
    "identities[provider app_id=identity_data.app_id]";
// A person who has to confirm the e-mail first is answered without a session.
constexpr std::string_view kPending = "id!";

constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "GET", "/auth/v1/wechat_mini/login?code={code}", Body::none},
    {"sign_in_with_oauth", "GET",
     "/auth/v1/authorize?provider={provider}&redirect_to={redirect_to}"
     "&code_challenge={code_challenge}&code_challenge_method=s256",
     Body::none},
    {"exchange_code_for_session", "POST", "/auth/v1/token?grant_type=pkce", Body::json,
     "auth_code=code code_verifier"},
    {"sign_in_with_password", "POST", "/auth/v1/token?grant_type=password", Body::json,
     "email password"},
    {"sign_up", "POST", "/auth/v1/signup", Body::json, "email password", kPending},
    {"sign_in_anonymously", "POST", "/auth/v1/signup"},
    {"refresh", "POST", "/auth/v1/token?grant_type=refresh_token", Body::json, "refresh_token"},
    {"sign_out", "POST", "/auth/v1/logout?scope={scope}"},

    {"fetch_profile", "GET", "/auth/v1/user", Body::none, "", kProfile, true},
    {"update_profile", "PUT", "/auth/v1/user", Body::json, "data=.{name=nickname avatar_url}",
     kProfile, true},
    {"bind_phone", "GET", "/auth/v1/wechat_mini/bind_phone?code={code}", Body::none, "", kProfile,
     true},
};

}  // namespace

const Dialect kGotrue{.routes = kRoutes,
                      .grant = kGrant,
                      .error_code = "error_code|code|error",
                      .headers = "apikey=app_key X-Supabase-Api-Version='2024-01-01'",
                      .stores_like_supabase = true};

}  // namespace hufu::backends
