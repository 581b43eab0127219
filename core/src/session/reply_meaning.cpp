#include "session/reply_meaning.h"

#include <algorithm>

namespace hufu::session {
namespace {

constexpr std::uint8_t kRenewal = static_cast<std::uint8_t>(CallKind::renewal);
constexpr std::uint8_t kSignIn = static_cast<std::uint8_t>(CallKind::sign_in);
constexpr std::uint8_t kSigned = static_cast<std::uint8_t>(CallKind::signed_call);
constexpr std::uint8_t kEvery = kRenewal | kSignIn | kSigned;
constexpr Meaning kEnded{Errc::session_expired, true};

// Sources: RFC 6749 5.2, RFC 6750 3.1, GoTrue's error codes (supabase/auth internal/api/apierrors),
// the unified surface (mock-server/openapi.json).
constexpr MeaningRow kTable[] = {
    // Nobody is signed out except by one of these six.
    {kRenewal, 400, 403, Shape::error, "invalid_grant", kEnded},
    {kRenewal, 400, 403, Shape::error, "refresh_token_not_found", kEnded},
    {kRenewal, 400, 403, Shape::error, "refresh_token_already_used", kEnded},
    {kRenewal, 400, 404, Shape::error, "session_not_found", kEnded},
    {kRenewal, 400, 403, Shape::error, "session_expired", kEnded},
    {kRenewal, 400, 403, Shape::error, "user_banned", {Errc::user_banned, true}},

    // The token, and who may do what.
    {kSigned, 401, 401, Shape::any, "", {Errc::token_rejected}},
    // GoTrue says these with 403; whether the session lives is for the refresh to find out.
    {kSigned, 403, 403, Shape::error, "bad_jwt", {Errc::token_rejected}},
    {kSigned, 403, 403, Shape::error, "session_not_found", {Errc::token_rejected}},
    {kSigned | kSignIn, 403, 403, Shape::error, "user_banned", {Errc::user_banned}},
    {kSigned, 403, 403, Shape::error, "reauth_required", {Errc::reauth_required}},
    {kSignIn, 400, 403, Shape::error, "wechat_code_invalid", {Errc::credential_invalid}},
    {kSignIn, 400, 401, Shape::error, "invalid_grant", {Errc::credential_invalid}},
    {kSignIn, 400, 401, Shape::error, "invalid_credentials", {Errc::credential_invalid}},
    {kSignIn, 400, 422, Shape::error, "bad_code_verifier", {Errc::credential_invalid}},
    {kSignIn, 404, 404, Shape::error, "flow_state_not_found", {Errc::credential_invalid}},
    {kSignIn, 400, 422, Shape::error, "flow_state_expired", {Errc::credential_invalid}},
    {kSignIn, 403, 403, Shape::error, "wechat_blocked", {Errc::not_allowed}},
    {kSigned, 400, 400, Shape::error, "user_code_invalid", {Errc::credential_invalid}},

    // Binding (B8, B11).
    {kSigned, 400, 400, Shape::error, "bind_code_invalid", {Errc::bind_code_invalid}},
    {kSigned, 422, 422, Shape::error, "wrong_number", {Errc::wrong_number}},
    {kSigned, 409, 409, Shape::error, "binding_declined", {Errc::binding_declined}},
    {kSigned, 404, 410, Shape::error, "binding_expired", {Errc::binding_expired}},
    {kSigned, 404, 410, Shape::error, "binding_ended", {Errc::binding_expired}},
    {kSigned, 404, 404, Shape::error, "binding_not_found", {Errc::binding_expired}},
    {kSigned, 409, 409, Shape::error, "already_linked", {Errc::already_linked}},
    {kSigned, 409, 409, Shape::error, "provider_already_linked", {Errc::provider_already_linked}},
    {kSigned, 422, 422, Shape::error, "identity_already_exists", {Errc::identity_in_use}},
    {kSigned, 422, 422, Shape::error, "single_identity_not_deletable", {Errc::last_identity}},

    // Our own mistakes.
    {kEvery, 400, 400, Shape::error, "invalid_request", {Errc::invalid_argument}},
    {kEvery, 400, 400, Shape::error, "invalid_platform", {Errc::invalid_argument}},

    // Passing trouble, whoever says so: proxies and gateways answer without JSON.
    {kEvery, 407, 407, Shape::any, "", {Errc::network}},
    {kEvery, 408, 408, Shape::any, "", {Errc::timeout}},
    {kRenewal, 409, 409, Shape::any, "", {Errc::conflict}},
    {kEvery, 425, 425, Shape::any, "", {Errc::server_unavailable}},
    {kEvery, 429, 429, Shape::any, "", {Errc::rate_limited}},
    {kEvery, 500, 599, Shape::any, "", {Errc::server_unavailable}},

    // A well-formed refusal that we have no name for; the detail carries the server's own.
    {kSigned | kSignIn, 403, 403, Shape::error, "", {Errc::not_allowed}},
    {kSigned | kSignIn, 409, 409, Shape::error, "", {Errc::conflict}},
    {kSigned | kSignIn, 400, 499, Shape::error, "", {Errc::refused}},

    // A success without its content, a redirect, a login page, a renewal refused without one of
    // the six codes: not this server's word.
    {kEvery, 0, 999, Shape::any, "", {Errc::malformed_reply}},
};

bool fits(const MeaningRow& row, CallKind call, int status, std::string_view server_code) {
  return (row.calls & static_cast<std::uint8_t>(call)) != 0 && status >= row.status_from &&
         status <= row.status_to && (row.shape == Shape::any || !server_code.empty()) &&
         (row.server_code.empty() || row.server_code == server_code);
}

}  // namespace

std::span<const MeaningRow> meaning_table() { return kTable; }

Meaning meaning_of(CallKind call, int status, std::string_view server_code) {
  const auto row = std::find_if(std::begin(kTable), std::end(kTable), [&](const MeaningRow& each) {
    return fits(each, call, status, server_code);
  });
  return row == std::end(kTable) ? Meaning{Errc::malformed_reply} : row->meaning;
}

}  // namespace hufu::session
