// The unified backend of document 000: Clerk on the web, WeChat in the mini-program, one API.
#pragma once

#include "dialects/table.h"

namespace hufu::dialects::unified {

// A session, however it was come by.
inline constexpr Literal kGrant =
    "access_token=token! refresh_token=refreshToken lifetime_ms=expiresIn# "
    "user{id! nickname avatar_url=avatarUrl} is_new_user=isNewUser&";
inline constexpr Literal kProfile =
    "id! nickname avatar_url=avatarUrl email platform identities[provider app_id=appId]";
inline constexpr Literal kBinding =
    "binding_id=bindingId state! role number preview{nickname platform provider} "
    "expires_in_ms=expiresIn# url";

// A sign-in that waits for somebody elsewhere, and how it is shown. On one phone nobody types a
// code: it would go round the return code.
inline constexpr Literal kPending =
    "interval_ms=interval# shown=.{state='pending' sign_in=device_code! code=user_code number "
    "picture scan_kind expires_in_ms=expires_in# "
    "url=open_uri|verification_uri_complete|verification_uri!}";

// As document 000 has it, without the ceremony.
inline constexpr Literal kBoundAtOnce =
    "binding_id state='confirmed' role='redeemer' number preview{nickname} expires_in_ms# url";

inline constexpr Route kRoutes[] = {
    {"sign_in_with_wechat", "POST", "/api/wechat/login", Body::json,
     "code userInfo=.{nickName=nickname avatarUrl=avatar_url} encryptedData=encrypted_data iv "
     "rawData=raw_data signature"},
    {"refresh", "POST", "/api/auth/refresh", Body::json, "refreshToken=refresh_token"},
    {"sign_out", "POST", "/api/auth/logout?scope={scope}"},

    {"fetch_profile", "GET", "/api/user/profile", Body::none, "", kProfile, true},
    {"update_profile", "PUT", "/api/user/profile", Body::json, "nickname avatarUrl=avatar_url",
     kProfile, true},
    {"upload_avatar", "POST", "/api/user/avatar", Body::file},
    {"bind_phone", "POST", "/api/user/phone", Body::json, "code", kProfile, true},

    {"create_bind_code", "POST", "/api/bind-codes", Body::json, "target code='mini_program'",
     "binding_id=bindingId! bind_code=bindCode! qr picture url scan_kind=scanKind "
     "expires_in_ms=expiresIn#"},
    {"redeem_bind_code", "POST", "/api/bind-account", Body::json, "bindCode=bind_code platform",
     kBinding, false, kBoundAtOnce},
    {"accept_binding", "POST", "/api/bindings/{binding_id}/accept", Body::json, "", kBinding},
    {"confirm_binding", "POST", "/api/bindings/{binding_id}/confirm", Body::json, "number",
     kBinding},
    {"decline_binding", "POST", "/api/bindings/{binding_id}/decline"},
    // Long polls may last this long (B19 allows 30 s); the SDK's own deadline is 30 s.
    {"wait_for_binding", "GET", "/api/bindings/{binding_id}(?wait=20&since={since})?", Body::none,
     "", kBinding},
    {"unbind", "DELETE", "/api/identities/{provider}", Body::none},
    {"merge_accounts", "POST", "/api/users/merge", Body::json,
     "bindCode=bind_code platform survivor", kBinding},

    {"sign_in_by_scan", "POST", "/oauth/device_authorization", Body::form,
     "client_id=client_name code=picture", kPending},
    {"open_mini_program", "POST", "/oauth/device_authorization", Body::form,
     "client_id=client_name code='link'", kPending},
    {"device_state", "POST", "/oauth/device_state", Body::form,
     "device_code=sign_in since=state wait='20'",
     "state! expires_in_ms=expires_in# url=verification_uri_complete"},
    {"enter_return_code", "POST", "/oauth/device_return", Body::form, "device_code=sign_in! code!",
     "nickname avatar_url=avatarUrl"},
    {"finish_sign_in", "POST", "/oauth/token", Body::form,
     "grant_type='urn:ietf:params:oauth:grant-type:device_code' device_code=sign_in!"},
    {"close_sign_in", "POST", "/oauth/device_close", Body::form, "device_code=sign_in!"},
    {"launch", "POST", "/api/scans", Body::json, "scene=secret openedAs=scene",
     "opened=kind needs_sign_in=.& scan_id=id client_name=client platform location=place browser "
     "sent_as=sentAs number_needed=.& state expires_in_ms=expiresIn# "
     "binding{binding_id=bindingId state role number preview{nickname platform provider} "
     "expires_in_ms=expiresIn# url}"},
    {"approve_scan", "POST", "/api/scans/{scan_id}/approve", Body::json, "number",
     "state! return_code=returnCode expires_in_ms=expiresIn#"},
    {"deny_scan", "POST", "/api/scans/{scan_id}/deny"},
    {"web_view_url", "POST", "/api/web-view-tickets", Body::json, "url outlives&",
     "url! expires_in_ms=expiresIn#"},
    {"preview_device", "GET", "/api/device/{user_code}", Body::none, "",
     "client_name=client platform location=place state!"},
    {"approve_device", "POST", "/api/device/{user_code}/approve", Body::json, "number"},
    {"deny_device", "POST", "/api/device/{user_code}/deny"},
};

inline constexpr Dialect kDialect{
    .name = "unified", .routes = kRoutes, .grant = kGrant, .sends_platform = true};

}  // namespace hufu::dialects::unified
