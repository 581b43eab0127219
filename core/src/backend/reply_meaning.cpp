#include "backend/reply_meaning.h"

#include <algorithm>

namespace hufu::backend {
namespace {

constexpr std::uint8_t kRenewal = static_cast<std::uint8_t>(CallKind::renewal);
constexpr std::uint8_t kSignIn = static_cast<std::uint8_t>(CallKind::sign_in);
constexpr std::uint8_t kSigned = static_cast<std::uint8_t>(CallKind::signed_call);
constexpr std::uint8_t kPassword = static_cast<std::uint8_t>(CallKind::password);
constexpr std::uint8_t kOpen = kSignIn | kPassword;
constexpr std::uint8_t kEvery = kRenewal | kOpen | kSigned;
constexpr Meaning kEnded{Errc::session_expired, true};
constexpr Meaning kWrongKey{Errc::invalid_argument, false, "app_key"};

// Sources: RFC 6749 5.2, RFC 6750 3.1, GoTrue's error codes (supabase/auth
// internal/api/apierrors), Authing's, the documents' own code, the unified surface
// (mock-server/openapi.json).
constexpr MeaningRow kTable[] = {
    // Nobody is signed out except by one of these seven.
    {kRenewal, 400, 403, Shape::error, "invalid_grant", kEnded},
    {kRenewal, 400, 403, Shape::error, "refresh_token_not_found", kEnded},
    {kRenewal, 400, 403, Shape::error, "refresh_token_already_used", kEnded},
    {kRenewal, 400, 404, Shape::error, "session_not_found", kEnded},
    {kRenewal, 400, 403, Shape::error, "session_expired", kEnded},
    {kRenewal, 400, 403, Shape::error, "user_banned", {Errc::user_banned, true}},
    // GoTrue, of a refresh token that has not the form of one: a renewal has no other field.
    {kRenewal, 400, 400, Shape::error, "validation_failed", kEnded},

    // The token, and who may do what. What is missing is not the token.
    {kSigned, 401, 422, Shape::error, "insufficient_aal", {Errc::insufficient_aal}},
    {kSigned, 401, 401, Shape::any, "", {Errc::token_rejected}},
    // GoTrue says these with 403; whether the session lives is for the refresh to find out.
    {kSigned, 403, 403, Shape::error, "bad_jwt", {Errc::token_rejected}},
    {kSigned, 403, 403, Shape::error, "session_not_found", {Errc::token_rejected}},
    {kSigned, 403, 403, Shape::error, "user_not_found", {Errc::token_rejected}},
    {kSigned | kOpen, 400, 403, Shape::error, "user_banned", {Errc::user_banned}},
    {kSigned, 403, 403, Shape::error, "reauth_required", {Errc::reauth_required}},
    {kSigned, 400, 403, Shape::error, "reauthentication_needed", {Errc::nonce_required}},
    {kSigned, 404, 404, Shape::error, "manual_linking_disabled", {Errc::not_allowed}},

    // What a person offers to sign in.
    {kPassword, 400, 401, Shape::error, "invalid_credentials", {Errc::wrong_password}},
    {kPassword, 400, 401, Shape::error, "invalid_grant", {Errc::wrong_password}},
    {kPassword, 400, 422, Shape::error, "user_already_exists", {Errc::user_exists}},
    {kPassword | kSigned, 400, 422, Shape::error, "email_exists", {Errc::user_exists}},
    {kPassword | kSigned, 400, 422, Shape::error, "phone_exists", {Errc::user_exists}},
    {kPassword | kSigned, 400, 422, Shape::error, "weak_password", {Errc::weak_password}},
    {kPassword, 400, 403, Shape::error, "email_not_confirmed", {Errc::email_not_confirmed}},
    {kPassword, 400, 403, Shape::error, "phone_not_confirmed", {Errc::email_not_confirmed}},
    {kPassword, 400, 422, Shape::error, "captcha_failed", {Errc::captcha_failed}},
    {kPassword, 400, 422, Shape::error, "otp_disabled", {Errc::user_not_found}},
    {kOpen, 400, 422, Shape::error, "signup_disabled", {Errc::sign_ups_off}},
    {kOpen, 400, 422, Shape::error, "email_provider_disabled", {Errc::sign_ups_off}},
    {kOpen, 400, 422, Shape::error, "phone_provider_disabled", {Errc::sign_ups_off}},
    {kOpen, 400, 422, Shape::error, "anonymous_provider_disabled", {Errc::sign_ups_off}},
    {kOpen, 400, 404, Shape::error, "user_not_found", {Errc::user_not_found}},
    {kOpen, 400, 403, Shape::error, "access_denied", {Errc::declined}},
    {kOpen, 400, 400, Shape::error, "expired_token", {Errc::credential_invalid}},
    {kSignIn, 400, 403, Shape::error, "wechat_code_invalid", {Errc::credential_invalid}},
    {kSignIn, 400, 401, Shape::error, "invalid_grant", {Errc::credential_invalid}},
    {kSignIn, 401, 403, Shape::error, "bad_jwt", {Errc::credential_invalid}},
    {kSignIn, 401, 404, Shape::error, "session_not_found", {Errc::credential_invalid}},
    {kSignIn, 400, 401, Shape::error, "invalid_credentials", {Errc::credential_invalid}},
    {kOpen, 400, 422, Shape::error, "bad_code_verifier", {Errc::begun_elsewhere}},
    {kOpen, 403, 404, Shape::error, "flow_state_not_found", {Errc::credential_invalid}},
    {kOpen, 400, 422, Shape::error, "flow_state_expired", {Errc::credential_invalid}},
    {kPassword, 400, 403, Shape::error, "otp_expired", {Errc::credential_invalid}},
    // What else a page that comes back without a code may say (Backend::refusal_of).
    {kOpen, 400, 403, Shape::error, "bad_oauth_state", {Errc::credential_invalid}},
    {kOpen,
     400,
     403,
     Shape::error,
     "provider_email_needs_verification",
     {Errc::email_not_confirmed}},
    {kOpen, 400, 403, Shape::error, "over_request_rate_limit", {Errc::rate_limited}},
    {kOpen, 400, 403, Shape::error, "server_error", {Errc::server_unavailable}},
    {kOpen, 400, 403, Shape::error, "temporarily_unavailable", {Errc::server_unavailable}},
    {kSigned, 400, 422, Shape::error, "reauthentication_not_valid", {Errc::credential_invalid}},
    {kSigned, 400, 422, Shape::error, "mfa_verification_failed", {Errc::credential_invalid}},
    {kSigned, 400, 422, Shape::error, "mfa_challenge_expired", {Errc::credential_invalid}},
    {kSigned, 400, 400, Shape::error, "user_code_invalid", {Errc::credential_invalid}},

    // Binding (B8, B11).
    {kSigned, 400, 400, Shape::error, "bind_code_invalid", {Errc::bind_code_invalid}},
    {kSigned, 410, 410, Shape::error, "scan_used", {Errc::scan_used}},
    {kSigned | kPassword, 422, 422, Shape::error, "wrong_number", {Errc::wrong_number}},
    {kSigned, 409, 409, Shape::error, "binding_declined", {Errc::binding_declined}},
    {kSigned, 404, 410, Shape::error, "binding_expired", {Errc::binding_expired}},
    {kSigned, 404, 410, Shape::error, "binding_ended", {Errc::binding_expired}},
    {kSigned, 404, 404, Shape::error, "binding_not_found", {Errc::binding_expired}},
    {kSigned, 409, 409, Shape::error, "already_linked", {Errc::already_linked}},
    {kSigned, 409, 409, Shape::error, "provider_already_linked", {Errc::provider_already_linked}},
    {kSigned | kOpen, 400, 422, Shape::error, "identity_already_exists", {Errc::identity_in_use}},
    {kSigned, 422, 422, Shape::error, "single_identity_not_deletable", {Errc::last_identity}},
    // No `conflict`: to try again at once would change nothing.
    {kSigned, 409, 409, Shape::error, "identity_cooling_down", {Errc::not_allowed}},
    {kSigned, 409, 409, Shape::error, "too_many_merges", {Errc::not_allowed}},

    // Our own mistakes, and those of the configuration. `app_key`: a gateway's refusal without a
    // name (understand.cpp).
    {kEvery, 400, 400, Shape::error, "invalid_request", {Errc::invalid_argument}},
    {kEvery, 400, 400, Shape::error, "invalid_platform", {Errc::invalid_argument}},
    {kEvery, 401, 401, Shape::error, "app_key", kWrongKey},
    {kEvery, 401, 401, Shape::error, "no_authorization", kWrongKey},
    {kEvery, 400, 403, Shape::error, "invalid_client", kWrongKey},
    {kEvery, 400, 403, Shape::error, "unauthorized_client", kWrongKey},
    {kEvery, 400, 400, Shape::error, "unsupported_grant_type", {Errc::unsupported}},

    // Passing trouble, whoever says so: proxies and gateways answer without JSON.
    {kEvery, 407, 407, Shape::any, "", {Errc::network}},
    {kEvery, 408, 408, Shape::any, "", {Errc::timeout}},
    {kRenewal, 409, 409, Shape::any, "", {Errc::conflict}},
    {kEvery, 425, 425, Shape::any, "", {Errc::server_unavailable}},
    {kEvery, 429, 429, Shape::any, "", {Errc::rate_limited}},
    {kEvery, 500, 599, Shape::any, "", {Errc::server_unavailable}},

    // A server that has no such call.
    {kEvery, 405, 405, Shape::any, "", {Errc::unsupported}},
    {kEvery, 404, 404, Shape::error, "not_found", {Errc::unsupported}},

    // A well-formed refusal that we have no name for; the detail carries the server's own.
    {kSigned | kOpen, 403, 403, Shape::error, "", {Errc::not_allowed}},
    {kSigned | kOpen, 409, 409, Shape::error, "", {Errc::conflict}},
    {kEvery, 400, 499, Shape::error, "", {Errc::refused}},

    {kEvery, 404, 404, Shape::any, "", {Errc::unsupported}},
    // A success without its content, a redirect, a login page: not this server's word.
    {kEvery, 0, 999, Shape::any, "", {Errc::malformed_reply}},
};

bool fits(const MeaningRow& row, CallKind call, int status, Shape shape, std::string_view code) {
  return (row.calls & static_cast<std::uint8_t>(call)) != 0 && status >= row.status_from &&
         status <= row.status_to && (row.shape == Shape::any || shape == row.shape) &&
         (row.server_code.empty() || row.server_code == code);
}

}  // namespace

std::span<const MeaningRow> meaning_table() { return kTable; }

Meaning meaning_of(CallKind call, int status, Shape shape, std::string_view server_code) {
  const auto row = std::find_if(std::begin(kTable), std::end(kTable), [&](const MeaningRow& each) {
    return fits(each, call, status, shape, server_code);
  });
  // The last row fits everything; without it this would be noticed.
  return row == std::end(kTable) ? Meaning{Errc::host_fault} : row->meaning;
}

}  // namespace hufu::backend
