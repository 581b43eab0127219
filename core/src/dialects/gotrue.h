// GoTrue as Supabase and MemFire Cloud run it (document 001).
#pragma once

#include "dialects/table.h"

namespace hufu::dialects::gotrue {

// Routes and members: github.com/supabase/auth, openapi.yaml; `wechat_mini`: MemFire's own client.
// Where providers put a person's name; the last two are GitHub's and OpenID Connect's.
#define HUFU_GOTRUE_PERSON                                                          \
  "id! nickname=user_metadata.name|user_metadata.nickname|user_metadata.full_name|" \
  "user_metadata.user_name|user_metadata.preferred_username "                       \
  "avatar_url=user_metadata.avatar_url|user_metadata.picture"
inline constexpr std::string_view kGrant =
    "access_token! refresh_token lifetime_ms=expires_in# expires_at_ms=expires_at# "
    "user{" HUFU_GOTRUE_PERSON "} session_user=user~";
inline constexpr std::string_view kProfile =
    HUFU_GOTRUE_PERSON " email platform identities[provider app_id=identity_data.app_id]";
#undef HUFU_GOTRUE_PERSON
// A person who has to confirm the e-mail first is answered without a session.
inline constexpr std::string_view kPending = "id!";

inline constexpr Route kRoutes[] = {
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

inline constexpr Dialect kDialect{.name = "gotrue",
                                  .routes = kRoutes,
                                  .grant = kGrant,
                                  .headers = "apikey=app_key X-Supabase-Api-Version='2024-01-01'",
                                  .has_gateway = true,
                                  .stores_like_supabase = true};

}  // namespace hufu::dialects::gotrue
