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
    "expires_in_ms=expiresIn#";

// As document 000 has it, without the ceremony.
inline constexpr Literal kBoundAtOnce =
    "binding_id state='confirmed' role='redeemer' number preview{nickname} expires_in_ms#";

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

    {"create_bind_code", "POST", "/api/bind-codes", Body::json, "target",
     "binding_id=bindingId! bind_code=bindCode! qr expires_in_ms=expiresIn#"},
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
     "client_id=client_name",
     "device_code! user_code! number expires_in_ms=expires_in# interval_ms=interval# "
     "verification_url=verification_uri_complete|verification_uri"},
    {"poll_device", "POST", "/oauth/token", Body::form,
     "grant_type='urn:ietf:params:oauth:grant-type:device_code' device_code"},
    {"preview_device", "GET", "/api/device/{user_code}", Body::none, "",
     "client_name=client platform location=place state!"},
    {"approve_device", "POST", "/api/device/{user_code}/approve", Body::json, "number"},
    {"deny_device", "POST", "/api/device/{user_code}/deny"},
};

inline constexpr Dialect kDialect{
    .name = "unified", .routes = kRoutes, .grant = kGrant, .sends_platform = true};

}  // namespace hufu::dialects::unified
