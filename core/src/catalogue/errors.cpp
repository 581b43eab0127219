#include "hufu/errors.h"

#include <array>
#include <cmath>
#include <cstddef>

#include "catalogue/message.h"
#include "hufu/result.h"
#include "text/number.h"

namespace hufu {
namespace {

using enum Action;

// In the order of Errc; the assertion below holds it there.
constexpr std::array kTable{
    ErrorInfo{Errc::network, "network", 0, retry,
              "The server could not be reached. Check the connection and try again."},
    ErrorInfo{Errc::timeout, "timeout", 408, retry,
              "The server took too long to answer. Try again."},
    ErrorInfo{Errc::tls, "tls", 0, retry,
              "The server's certificate could not be verified, so nothing was sent."},
    ErrorInfo{Errc::rate_limited, "rate_limited", 429, retry,
              "Too many requests. Wait a while, then try again."},
    ErrorInfo{Errc::server_unavailable, "server_unavailable", 503, retry,
              "The server cannot answer at the moment. Try again."},
    ErrorInfo{Errc::malformed_reply, "malformed_reply", 200, retry,
              "The answer was not the server's own: a proxy or a login page may be in the way."},
    ErrorInfo{Errc::conflict, "conflict", 409, retry,
              "Another request changed the same thing at the same time. Try again."},
    ErrorInfo{Errc::lock_timeout, "lock_timeout", 0, retry,
              "Another tab or process holds the session and did not let go in time. Try again."},
    ErrorInfo{Errc::store_unavailable, "store_unavailable", 0, retry,
              "The session could not be read or written where it is kept."},
    ErrorInfo{Errc::token_rejected, "token_rejected", 401, retry,
              "The server refused the access token even after it was renewed."},
    ErrorInfo{Errc::signed_out, "signed_out", 401, sign_in_again, "Nobody is signed in."},
    ErrorInfo{Errc::session_expired, "session_expired", 400, sign_in_again,
              "The session has ended. Sign in again."},
    ErrorInfo{Errc::user_banned, "user_banned", 403, sign_in_again,
              "This account has been blocked. Its owner should ask the operator."},
    ErrorInfo{Errc::reauth_required, "reauth_required", 403, sign_in_again,
              "This needs a sign-in of the last ten minutes. Sign in again, then repeat it."},
    ErrorInfo{Errc::cancelled, "cancelled", 0, tell_user, "It was cancelled."},
    ErrorInfo{Errc::declined, "declined", 403, tell_user, "The person declined."},
    ErrorInfo{Errc::credential_invalid, "credential_invalid", 400, tell_user,
              "The sign-in code is wrong, used or too old. Ask for a new one."},
    ErrorInfo{Errc::wrong_password, "wrong_password", 400, tell_user,
              "The address or the password is wrong."},
    ErrorInfo{Errc::user_not_found, "user_not_found", 404, tell_user,
              "There is no account yet for whoever signs in here. Register first."},
    ErrorInfo{Errc::user_exists, "user_exists", 422, tell_user,
              "There is an account with this address already. Sign in instead."},
    ErrorInfo{Errc::weak_password, "weak_password", 422, tell_user,
              "The password is too weak. Choose a longer one, or one that is harder to guess."},
    ErrorInfo{Errc::email_not_confirmed, "email_not_confirmed", 400, tell_user,
              "The address is not confirmed yet. Follow the link in the message sent to it."},
    ErrorInfo{Errc::sign_ups_off, "sign_ups_off", 422, tell_user,
              "The server takes no new accounts of this kind."},
    ErrorInfo{Errc::not_allowed, "not_allowed", 403, tell_user, "The server does not allow this."},
    ErrorInfo{Errc::refused, "refused", 422, tell_user, "The server refused the request."},
    ErrorInfo{Errc::bind_code_invalid, "bind_code_invalid", 400, tell_user,
              "This code cannot be used. Ask for a new one on the other side."},
    ErrorInfo{Errc::wrong_number, "wrong_number", 422, tell_user,
              "That is not the number which the other screen shows."},
    ErrorInfo{Errc::binding_declined, "binding_declined", 409, tell_user,
              "The other side declined."},
    ErrorInfo{Errc::binding_expired, "binding_expired", 409, tell_user,
              "The binding has ended without being confirmed. Begin again with a new code."},
    ErrorInfo{Errc::already_linked, "already_linked", 409, tell_user,
              "Both are the same account already."},
    ErrorInfo{Errc::provider_already_linked, "provider_already_linked", 409, tell_user,
              "The account has an identity of this provider. Unbind that one first."},
    ErrorInfo{Errc::identity_in_use, "identity_in_use", 422, tell_user,
              "That identity belongs to another account with data of its own. Merge them instead."},
    ErrorInfo{Errc::last_identity, "last_identity", 422, tell_user,
              "The last way of signing in cannot be removed."},
    ErrorInfo{Errc::invalid_argument, "invalid_argument", 400, fix_program,
              "An argument is missing or wrong."},
    ErrorInfo{Errc::origin_refused, "origin_refused", 0, fix_program,
              "The address is not of a configured origin, so no token was sent there."},
    ErrorInfo{Errc::unsupported, "unsupported", 0, fix_program,
              "The backend or the host cannot do this."},
    ErrorInfo{Errc::host_fault, "host_fault", 0, fix_program,
              "The host of the core did not keep to its contract."},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < kTable.size(); ++i) {
    if (static_cast<std::size_t>(kTable[i].code) != i) return false;
  }
  return static_cast<std::size_t>(Errc::host_fault) + 1 == kTable.size();
}
static_assert(in_order(), "the error table has one row for each code, in the order of Errc");

// The detail, and for how long a server has asked to be left alone. Our own waits are not told: the
// news that the network is back ends them.
Text in_brackets(Errc code, std::string_view detail, double retry_after_ms) {
  Text more(detail);
  const bool is_asked = code == Errc::rate_limited || code == Errc::server_unavailable;
  if (!is_asked || retry_after_ms <= 0) return more;
  if (!more.empty()) more.append(", ");
  text::append_integer(more, static_cast<std::int64_t>(std::ceil(retry_after_ms / 1000)));
  return more.append(" s");
}

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

Text message_of(Errc code, std::string_view detail, double retry_after_ms) {
  Text text(describe(code).sentence);
  const Text more = in_brackets(code, detail, retry_after_ms);
  if (!more.empty()) text.append(" (").append(more).append(")");
  return text;
}

std::string Error::message() const { return message_of(code, detail, retry_after_ms).to_std(); }

}  // namespace hufu
