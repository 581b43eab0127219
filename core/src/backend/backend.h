// The server: how it is asked and what it answers, in its dialect. Knows no session.
#pragma once

#include <string_view>

#include "backend/understand.h"
#include "base/fault.h"
#include "dialects/dialect.h"
#include "dialects/grant.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "flow/task.h"
#include "hufu/config.h"

namespace hufu::backend {

using dialects::Call;
using dialects::Grant;

class Backend;

/// A call to be sent. What awaits it is told what the answer means.
struct [[nodiscard]] Sending {
  flow::Ask ask;  ///< Without an effect for a call that has a fault.

  struct Awaited {
    flow::Flow* flow;

    bool await_ready() const noexcept { return false; }
    void await_suspend(flow::coroutine_handle<>) const noexcept {}
    Understood await_resume() const;
  };
  Awaited wait_in(flow::Flow& flow);
};

class Backend {
 public:
  Backend(flow::Loop& loop, flow::Clock& clock, const Config& config);

  const dialects::Dialect& dialect() const { return dialect_; }
  /// The route of a step; nullptr where the dialect has no such call.
  const dialects::Route* route(Literal step) const { return dialects::find_route(dialect_, step); }
  /// A call of that step, with what the configuration adds to its arguments.
  Call call(Literal step, Value arguments = Value::object()) const;
  Call renewal_with(const Text& refresh_token) const;
  /// Why this call cannot be sent to anybody. Errors: `unsupported`, `invalid_argument`.
  Fault fault_of(const Call& call) const;
  /// What it means that a page came back without a code, by what its address says (RFC 6749,
  /// 4.1.2.1; GoTrue adds an `error_code`).
  Fault refusal_of(Value said) const;
  /// The address that a person opens.
  Text url_of(const Call& call) const;

  /// Sends it, or not if it has a fault. `token`: empty for a call that carries none. Awaiting it
  /// gives what the answer means.
  Sending send(Call call, CallKind kind, const Text& token = Text());
  /// Sends a call without a token, of whose answer nothing depends.
  void send_off(const Call& call) {
    if (!fault_of(call)) http_.send_off(request_of(call, ""));
  }
  /// The application's own request: an effect `forward` with all its members.
  flow::Ask forward(Value request) { return http_.forward(std::move(request)); }

  /// What an answer grants; none if it grants no session. Of a token whose life nobody tells,
  /// `lifetime_ms` is 0.
  Grant grant_of(const Value& body) const;

 private:
  friend struct Sending::Awaited;

  Value request_of(const Call& call, std::string_view token) const;
  Value headers_for(std::string_view token) const;
  Understood understand(const flow::Answer& answer, const Call& call, CallKind kind);

  flow::Http http_;
  flow::Clock& clock_;
  const Config& config_;
  const dialects::Dialect& dialect_;
};

}  // namespace hufu::backend
