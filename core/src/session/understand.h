// From an HTTP answer to a body or an error: status, content type, JSON and the table together.
#pragma once

#include <string>

#include "backends/backend.h"
#include "hufu/effects.h"
#include "hufu/result.h"
#include "hufu/time.h"
#include "session/reply_meaning.h"
#include "text/json.h"

namespace hufu::session {

/// An answer, understood.
struct Understood {
  Result<json::Value> body;  ///< Null where a success has none (204).
  std::string server_code;   ///< The server's own code of a well-formed error.
  bool ends_session = false;
};

/// `server_now` is the server's time as far as it is known, for `Retry-After` given as a date.
Understood understand(const Result<HttpAnswer>& answer, CallKind call,
                      const backends::Backend& backend, WallTime server_now);

}  // namespace hufu::session
