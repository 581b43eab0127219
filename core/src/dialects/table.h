// What a server dialect is: a table of calls, and what is peculiar to the server.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/literal.h"

namespace hufu::dialects {

enum class Body : std::uint8_t {
  none,
  json,
  form,  ///< Where OAuth wants a form (RFC 6749, 4).
  file,  ///< The argument `file`, uploaded by the host.
};

/// One call of a dialect.
struct Route {
  Literal step;  ///< The operation, or the inner step, that makes this call.
  Literal method;
  /// Begins with `/`; appended to the base URL. `{name}` is that argument, percent-encoded, and an
  /// object's members are `&name=value`; a part in `(…)?` at the end is there only if every
  /// argument in it is.
  Literal path;
  Body body = Body::json;
  /// A mapping (mapping.h) from arguments to the body. Without an argument marked `!` the server
  /// refuses.
  Literal request = "";
  Literal reply = "";         ///< A mapping from the answer to the outcome.
  bool about_person = false;  ///< The outcome says who the person is now.
  /// The mapping for a server that has done at once, and says only `success`, what others begin.
  Literal reply_at_once = "";
};

struct Dialect {
  std::string_view name;  ///< As `BackendKind` has it.
  std::span<const Route> routes;
  /// A mapping from a token answer to a session: `access_token`, `refresh_token`, `lifetime_ms`,
  /// `expires_at_ms`, `user`, `is_new_user`.
  std::string_view grant;
  /// Where an error body has the server's code (mapping.h).
  std::string_view error_code = "error_code|code|error";
  std::string_view headers = "";  ///< A mapping from `app_key` to further headers of each call.
  std::string_view status = "";   ///< The member that has the status where HTTP always says 200.
  std::string_view scheme = "Bearer ";  ///< What stands before the token in `Authorization`.
  bool sends_platform = false;          ///< Whether the server knows `X-Platform`.
  bool has_gateway = false;             ///< Whether one asks for `apikey` before all its services.
  bool plain_token = false;             ///< A sign-in is answered with the token and nothing else.
  bool only_signs_in = false;           ///< Its document has no more: a server may lack the rest.
  bool stores_like_supabase = false;    ///< Kept as `@supabase/supabase-js` keeps it.

  /// Whether calls carry `app_key`, and a gateway before the server may not like it.
  bool has_app_key() const { return !headers.empty(); }
};

}  // namespace hufu::dialects
