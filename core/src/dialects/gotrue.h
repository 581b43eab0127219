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
inline constexpr Literal kGrant =
    "access_token! refresh_token lifetime_ms=expires_in# expires_at_ms=expires_at# "
    "user{" HUFU_GOTRUE_PERSON "} session_user=user~";
inline constexpr Literal kProfile =
    HUFU_GOTRUE_PERSON " email platform identities[provider app_id=identity_data.app_id]";
#undef HUFU_GOTRUE_PERSON
#define HUFU_GOTRUE_IDENTITIES                                       \
  "identities[identity_id provider email created_at_ms=created_at: " \
  "last_sign_in_at_ms=last_sign_in_at: identity_data~]"
#define HUFU_GOTRUE_FACTORS \
  "factors[id type=factor_type friendly_name status created_at_ms=created_at:]"
inline constexpr Literal kIdentities = HUFU_GOTRUE_IDENTITIES;
inline constexpr Literal kFactors = HUFU_GOTRUE_FACTORS;
inline constexpr Literal kAccount =
    "id! email phone new_email new_phone email_confirmed_at_ms=email_confirmed_at: "
    "phone_confirmed_at_ms=phone_confirmed_at: is_anonymous& role aud created_at_ms=created_at: "
    "updated_at_ms=updated_at: last_sign_in_at_ms=last_sign_in_at: invited_at_ms=invited_at: "
    "banned_until_ms=banned_until: app_metadata~ user_metadata~ raw=.~ " HUFU_GOTRUE_IDENTITIES
    " " HUFU_GOTRUE_FACTORS;
#undef HUFU_GOTRUE_IDENTITIES
#undef HUFU_GOTRUE_FACTORS
// Without a session: who has to confirm an address first, or the other address of a change.
inline constexpr Literal kPending = "pending=id|msg!";

#define HUFU_GOTRUE_CAPTCHA "gotrue_meta_security=.{captcha_token}"
#define HUFU_GOTRUE_PKCE "code_challenge code_challenge_method "
inline constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "GET", "/auth/v1/wechat_mini/login?code={code}", Body::none},
    {"sign_in_with_oauth", "GET",
     "/auth/v1/authorize?provider={provider}&redirect_to={redirect_to}"
     "&code_challenge={code_challenge}&code_challenge_method=s256{query_params}(&scopes={scopes})?",
     Body::none},
    {"exchange_code_for_session", "POST", "/auth/v1/token?grant_type=pkce", Body::json,
     "auth_code=code code_verifier"},
    {"sign_in_with_password", "POST", "/auth/v1/token?grant_type=password", Body::json,
     "email phone password " HUFU_GOTRUE_CAPTCHA},
    {"sign_up", "POST", "/auth/v1/signup(?redirect_to={redirect_to})?", Body::json,
     "email phone password data~ channel " HUFU_GOTRUE_PKCE HUFU_GOTRUE_CAPTCHA, kPending},
    {"sign_in_anonymously", "POST", "/auth/v1/signup", Body::json, "data~ " HUFU_GOTRUE_CAPTCHA},
    {"sign_in_with_id_token", "POST", "/auth/v1/token?grant_type=id_token", Body::json,
     "provider id_token access_token nonce " HUFU_GOTRUE_CAPTCHA},
    {"send_otp", "POST", "/auth/v1/otp(?redirect_to={redirect_to})?", Body::json,
     "email phone create_user& data~ channel " HUFU_GOTRUE_PKCE HUFU_GOTRUE_CAPTCHA},
    {"verify_otp", "POST", "/auth/v1/verify(?redirect_to={redirect_to})?", Body::json,
     "type email phone token=code token_hash " HUFU_GOTRUE_CAPTCHA, kPending},
    {"resend", "POST", "/auth/v1/resend(?redirect_to={redirect_to})?", Body::json,
     "type email phone " HUFU_GOTRUE_CAPTCHA},
    {"recover_password", "POST", "/auth/v1/recover(?redirect_to={redirect_to})?", Body::json,
     "email " HUFU_GOTRUE_PKCE HUFU_GOTRUE_CAPTCHA},
    {"refresh", "POST", "/auth/v1/token?grant_type=refresh_token", Body::json, "refresh_token"},
    {"sign_out", "POST", "/auth/v1/logout?scope={scope}"},

    {"fetch_profile", "GET", "/auth/v1/user", Body::none, "", kProfile, true},
    {"update_profile", "PUT", "/auth/v1/user", Body::json, "data=.{name=nickname avatar_url}",
     kProfile, true},
    {"fetch_account", "GET", "/auth/v1/user", Body::none, "", kAccount, true},
    {"update_account", "PUT", "/auth/v1/user(?redirect_to={redirect_to})?", Body::json,
     "email phone password data~ nonce current_password " HUFU_GOTRUE_PKCE, kAccount, true},
    {"reauthenticate", "GET", "/auth/v1/reauthenticate", Body::none},
    {"list_identities", "GET", "/auth/v1/user", Body::none, "", kIdentities, true},
    {"link_identity", "GET",
     "/auth/v1/user/identities/authorize?provider={provider}&redirect_to={redirect_to}"
     "&code_challenge={code_challenge}&code_challenge_method=s256&skip_http_redirect=true"
     "{query_params}(&scopes={scopes})?",
     Body::none, "", "url!"},
    {"unlink_identity", "DELETE", "/auth/v1/user/identities/{identity_id}", Body::none},
    {"adopt_session", "GET", "/auth/v1/user", Body::none},
    {"enroll_factor", "POST", "/auth/v1/factors", Body::json,
     "factor_type='totp' friendly_name issuer",
     "id! type friendly_name secret=totp.secret uri=totp.uri qr_code=totp.qr_code"},
    {"challenge_factor", "POST", "/auth/v1/factors/{factor_id}/challenge", Body::json, "",
     "id! expires_at_ms=expires_at#"},
    {"verify_factor", "POST", "/auth/v1/factors/{factor_id}/verify", Body::json,
     "challenge_id code"},
    {"remove_factor", "DELETE", "/auth/v1/factors/{factor_id}", Body::none},
    {"list_factors", "GET", "/auth/v1/user", Body::none, "", kFactors, true},
    {"bind_phone", "GET", "/auth/v1/wechat_mini/bind_phone?code={code}", Body::none, "", kProfile,
     true},
};

#undef HUFU_GOTRUE_CAPTCHA
#undef HUFU_GOTRUE_PKCE

inline constexpr Dialect kDialect{.name = "gotrue",
                                  .routes = kRoutes,
                                  .grant = kGrant,
                                  .headers = "apikey=app_key X-Supabase-Api-Version='2024-01-01'",
                                  .has_gateway = true,
                                  .stores_like_supabase = true};

}  // namespace hufu::dialects::gotrue
