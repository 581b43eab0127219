// The server: how it is asked and what it answers, in its dialect. Knows no session.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "backend/understand.h"
#include "dialects/dialect.h"
#include "dialects/grant.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "hufu/config.h"

namespace hufu::backend {

using dialects::Call;
using dialects::Grant;

class Sending;

class Backend {
 public:
  Backend(flow::Loop& loop, flow::Clock& clock, const Config& config);

  const dialects::Dialect& dialect() const { return dialect_; }
  /// The route of a step; nullptr where the dialect has no such call.
  const dialects::Route* route(std::string_view step) const {
    return dialects::find_route(dialect_, step);
  }
  /// A call of that step, with what the configuration adds to its arguments.
  Call call(std::string_view step, json::Value arguments = json::Value::object()) const;
  Call renewal_with(const Secret& refresh_token) const;
  /// Why this call cannot be sent to anybody. Errors: `unsupported`, `invalid_argument`.
  std::optional<Error> fault_of(const Call& call) const;
  /// The address that a person opens.
  std::string url_of(const Call& call) const;

  /// Sends it, or not if it has a fault. `token`: empty for a call that carries none. Awaiting it
  /// gives what the answer means.
  Sending send(const Call& call, std::string_view token, CallKind kind);
  /// The application's own request: an effect `forward` with all its members.
  flow::PendingEffect forward(json::Value request) { return http_.forward(std::move(request)); }

  /// What an answer grants; nothing if it grants no session. Of a token whose life nobody tells,
  /// `lifetime_ms` is 0.
  std::optional<Grant> grant_of(const json::Value& body) const;

 private:
  friend class Sending;

  json::Value request_of(const Call& call, std::string_view token) const;
  json::Value headers_for(std::string_view token) const;
  Understood understand(const flow::Answer& answer, const Call& call, CallKind kind);

  flow::Http http_;
  flow::Clock& clock_;
  const Config& config_;
  const dialects::Dialect& dialect_;
};

/// A call under way.
class [[nodiscard]] Sending {
 public:
  Sending(Sending&&) = delete;

  bool await_ready() const noexcept { return fault_.has_value(); }
  template <class P>
  void await_suspend(flow::coroutine_handle<P> awaiting) {
    effect_.await_suspend(awaiting);
  }
  Understood await_resume();

 private:
  friend class Backend;
  Sending(Backend& backend, const Call& call, std::string_view token, CallKind kind);

  Backend& backend_;
  const Call& call_;  ///< Belongs to whoever awaits.
  CallKind kind_;
  std::optional<Error> fault_;
  flow::PendingEffect effect_;
};

}  // namespace hufu::backend
