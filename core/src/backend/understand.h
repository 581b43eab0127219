// From an HTTP answer to a body or an error: status, content type, JSON and the table together.
#pragma once

#include "backend/reply_meaning.h"
#include "base/fault.h"
#include "dialects/dialect.h"
#include "flow/answer.h"
#include "hufu/time.h"

namespace hufu::backend {

/// An answer, understood.
struct Understood {
  /// Null where a success has none (204). A fault's detail is the server's own code, or what a weak
  /// password lacks.
  Tried<Value> body;
  bool ends_session = false;
};

/// `server_now` is the server's time as far as it is known, for `Retry-After` given as a date.
Understood understand(const flow::Answer& answer, CallKind call, const dialects::Dialect& dialect,
                      WallTime server_now);

/// Whether a refused sign-in may succeed with another code of `wx.login`: this one was used or too
/// old, or the server has said 400 in words that only people understand.
bool wants_new_code(const Fault& refusal);

/// Whether the server has no such call: its address says more then than its code does.
bool is_missing_call(const Fault& error);

}  // namespace hufu::backend
