// What a server dialect has to say: how a request looks, and how an answer is read. A dialect is
// data; decisions about answers are made in backend/reply_meaning.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "hufu/config.h"
#include "text/json.h"

namespace hufu::dialects {

enum class Body : std::uint8_t {
  none,
  json,
  form,  ///< Where OAuth wants a form (RFC 6749, 4).
  file,  ///< The argument `file`, uploaded by the host.
};

/// One call of a dialect.
struct Route {
  std::string_view step;  ///< The operation, or the inner step, that makes this call.
  std::string_view method;
  /// Begins with `/`; appended to the base URL. `{name}` is that argument, percent-encoded; a part
  /// in `[…]` is there only if every argument in it is.
  std::string_view path;
  Body body = Body::json;
  std::string_view request = "";  ///< A mapping (mapping.h) from arguments to the body.
  std::string_view reply = "";    ///< A mapping from the answer to the outcome.
  bool about_person = false;      ///< The outcome says who the person is now.
  std::string_view needs = "";    ///< Arguments without which the server refuses, by name.
  /// The mapping for a server that has done at once, and says only `success`, what others begin.
  std::string_view reply_at_once = "";
};

struct Dialect {
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

const Dialect& dialect(BackendKind kind);

/// The route of that step; nullptr if the dialect has no way to make such a call: `unsupported`.
const Route* find_route(const Dialect& dialect, std::string_view step);

/// A call, ready to be addressed and signed.
struct Call {
  const Route* route = nullptr;
  json::Value arguments = {};
  std::string_view path = {};  ///< The configuration's, in the place of the route's.
};

/// The names of what the route needs and the arguments lack, with commas between.
std::string missing_arguments(const Call& call);
/// The address as documents have it, without what the arguments would put there.
std::string_view plain_path_of(const Call& call);

std::string path_of(const Call& call);
std::string body_of(const Call& call);

/// The outcome; nothing for an answer that lacks what it must have.
std::optional<json::Value> read_reply(const Route& route, const json::Value& body);

/// What an error body says.
struct Refusal {
  std::string code;     ///< The server's own, a short plain word; empty if it gives none.
  std::string message;  ///< For people, made plain; empty if there is none.
  std::string reasons;  ///< What a weak password lacks, with commas between.
};
Refusal read_refusal(const Dialect& dialect, const json::Value& body);

}  // namespace hufu::dialects
