#include "hufu/errors.h"

#include <array>
#include <cstddef>

namespace hufu {
namespace {

using enum Action;

// In the order of Errc; the assertion below holds it there.
constexpr std::array kTable{
    ErrorInfo{Errc::network, "network", 0, retry},
    ErrorInfo{Errc::timeout, "timeout", 408, retry},
    ErrorInfo{Errc::tls, "tls", 0, retry},
    ErrorInfo{Errc::rate_limited, "rate_limited", 429, retry},
    ErrorInfo{Errc::server_unavailable, "server_unavailable", 503, retry},
    ErrorInfo{Errc::malformed_reply, "malformed_reply", 200, retry},
    ErrorInfo{Errc::conflict, "conflict", 409, retry},
    ErrorInfo{Errc::lock_timeout, "lock_timeout", 0, retry},
    ErrorInfo{Errc::store_unavailable, "store_unavailable", 0, retry},
    ErrorInfo{Errc::token_rejected, "token_rejected", 401, retry},
    ErrorInfo{Errc::signed_out, "signed_out", 401, sign_in_again},
    ErrorInfo{Errc::session_expired, "session_expired", 400, sign_in_again},
    ErrorInfo{Errc::user_banned, "user_banned", 403, sign_in_again},
    ErrorInfo{Errc::reauth_required, "reauth_required", 403, sign_in_again},
    ErrorInfo{Errc::cancelled, "cancelled", 0, tell_user},
    ErrorInfo{Errc::declined, "declined", 403, tell_user},
    ErrorInfo{Errc::credential_invalid, "credential_invalid", 400, tell_user},
    ErrorInfo{Errc::begun_elsewhere, "begun_elsewhere", 400, tell_user},
    ErrorInfo{Errc::wrong_password, "wrong_password", 400, tell_user},
    ErrorInfo{Errc::user_not_found, "user_not_found", 404, tell_user},
    ErrorInfo{Errc::user_exists, "user_exists", 422, tell_user},
    ErrorInfo{Errc::weak_password, "weak_password", 422, tell_user},
    ErrorInfo{Errc::email_not_confirmed, "email_not_confirmed", 400, tell_user},
    ErrorInfo{Errc::sign_ups_off, "sign_ups_off", 422, tell_user},
    ErrorInfo{Errc::captcha_failed, "captcha_failed", 400, tell_user},
    ErrorInfo{Errc::nonce_required, "nonce_required", 400, tell_user},
    ErrorInfo{Errc::insufficient_aal, "insufficient_aal", 403, tell_user},
    ErrorInfo{Errc::not_allowed, "not_allowed", 403, tell_user},
    ErrorInfo{Errc::refused, "refused", 422, tell_user},
    ErrorInfo{Errc::bind_code_invalid, "bind_code_invalid", 400, tell_user},
    ErrorInfo{Errc::scan_used, "scan_used", 410, tell_user},
    ErrorInfo{Errc::wrong_number, "wrong_number", 422, tell_user},
    ErrorInfo{Errc::binding_declined, "binding_declined", 409, tell_user},
    ErrorInfo{Errc::binding_expired, "binding_expired", 409, tell_user},
    ErrorInfo{Errc::already_linked, "already_linked", 409, tell_user},
    ErrorInfo{Errc::provider_already_linked, "provider_already_linked", 409, tell_user},
    ErrorInfo{Errc::identity_in_use, "identity_in_use", 422, tell_user},
    ErrorInfo{Errc::last_identity, "last_identity", 422, tell_user},
    ErrorInfo{Errc::invalid_argument, "invalid_argument", 400, fix_program},
    ErrorInfo{Errc::origin_refused, "origin_refused", 0, fix_program},
    ErrorInfo{Errc::unsupported, "unsupported", 0, fix_program},
    ErrorInfo{Errc::host_fault, "host_fault", 0, fix_program},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].code) != i) return false;
  }
  return static_cast<std::size_t>(Errc::host_fault) + 1 == kTable.size();
}
static_assert(in_order(), "the error table has one row for each code, in the order of Errc");

}  // namespace

std::span<const ErrorInfo> error_table() { return kTable; }

const ErrorInfo& describe(Errc code) { return kTable[static_cast<std::size_t>(code)]; }

const ErrorInfo* find_error(std::string_view name) {
  for (const ErrorInfo& row : kTable) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

std::string_view name(Action action) {
  switch (action) {
    case retry: return "retry";
    case sign_in_again: return "sign_in_again";
    case tell_user: return "tell_user";
    case fix_program: break;
  }
  return "fix_program";
}

}  // namespace hufu
