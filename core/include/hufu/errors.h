// What can go wrong, in one table: every face exposes these names, none invents its own.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "hufu/language.h"

namespace hufu {

/// What the caller should do about an error. This, not the code, is what programs branch on.
enum class Action : std::uint8_t {
  retry,          ///< Nothing is lost; the same call may succeed later (see `retry_after_ms`).
  sign_in_again,  ///< The session cannot go on; only a new sign-in helps.
  tell_user,      ///< The person has to decide or correct something.
  fix_program,    ///< The call, the configuration or the host is wrong.
};

/// Error codes, grouped by action in the order of `Action`.
enum class Errc : std::uint8_t {
  // retry
  network,
  timeout,
  tls,
  rate_limited,
  server_unavailable,
  malformed_reply,
  conflict,
  lock_timeout,
  store_unavailable,
  token_rejected,
  // sign_in_again
  signed_out,
  session_expired,
  user_banned,
  reauth_required,
  // tell_user
  cancelled,
  declined,
  credential_invalid,
  begun_elsewhere,
  wrong_password,
  user_not_found,
  user_exists,
  weak_password,
  email_not_confirmed,
  sign_ups_off,
  captcha_failed,
  nonce_required,
  insufficient_aal,
  not_allowed,
  refused,
  bind_code_invalid,
  scan_used,
  wrong_number,
  binding_declined,
  binding_expired,
  already_linked,
  provider_already_linked,
  identity_in_use,
  last_identity,
  // fix_program
  invalid_argument,
  origin_refused,
  unsupported,
  host_fault,
};

/// One row of the error table.
struct ErrorInfo {
  Errc code;
  std::string_view name;  ///< Stable spelling for every language, e.g. `rate_limited`.
  int http_status;        ///< The HTTP status it usually comes from; 0 where none.
  Action action;
};

/// All rows, in the order of `Errc`.
std::span<const ErrorInfo> error_table();

/// The row of one code.
const ErrorInfo& describe(Errc code);

/// What happened and what to do, for a log or a dialog. Not in core.wasm.
std::string_view sentence(Errc code, Language language);

/// The code of that name, or nullptr if there is none.
const ErrorInfo* find_error(std::string_view name);

/// `retry`, `sign_in_again`, `tell_user` or `fix_program`.
std::string_view name(Action action);

}  // namespace hufu
