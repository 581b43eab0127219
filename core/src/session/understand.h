// From an HTTP answer to a body or an error: status, content type, JSON and the table together.
#pragma once

#include "backends/dialect.h"
#include "flow/answer.h"
#include "hufu/result.h"
#include "hufu/time.h"
#include "session/reply_meaning.h"

namespace hufu::session {

/// An answer, understood.
struct Understood {
  Result<json::Value> body;  ///< Null where a success has none (204). An error's detail is the
                             ///< server's own code, if it was a well-formed error.
  bool ends_session = false;
};

/// `server_now` is the server's time as far as it is known, for `Retry-After` given as a date.
Understood understand(const flow::Answer& answer, CallKind call, const backends::Dialect& dialect,
                      WallTime server_now);

}  // namespace hufu::session
