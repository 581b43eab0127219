// Signing in on one device by approving it on another (RFC 8628).
#include <algorithm>
#include <utility>

#include "session/session.h"
#include "text/url.h"

namespace hufu::session {
namespace {

constexpr Millis kSlowDown = 5'000;       // RFC 8628, 3.5
constexpr Millis kUsualInterval = 5'000;  // the same, 3.2
constexpr Millis kShortestInterval = 1'000;

// What a person sees: the code, where to enter it, the number for the approving side, and how long
// they are good.
Value code_to_show(Value& device) {
  Value shown = Value::object();
  shown.set("kind", "present").set("show", "show_code");
  shown.set("url", device.take("verification_url")).set("code", device.take("user_code"));
  shown.set("number", device.take("number"));
  shown.set("expires_in_ms", device.number_or("expires_in_ms", 0));
  return shown;
}

}  // namespace

Task<Value> Session::sign_in_with_device(Value who) {
  const Mark began = generation_.mark();
  if (who.text_or("client_name", "").empty()) who.set("client_name", "hufu");
  Call ask = call("sign_in_with_device", std::move(who));
  const dialects::Route* asked = ask.route;
  Value body = co_await open_call(std::move(ask), CallKind::sign_in);
  std::optional<Value> device = dialects::read_reply(*asked, body);
  if (!device) co_return Errc::malformed_reply;
  // A person is about to open it, in a browser or by a camera that asks nothing.
  if (!text::split_url(device->text_or("verification_url", ""))) {
    co_return Error{Errc::malformed_reply, "verification_uri is no http or https address", 0, 0};
  }
  co_await host_.present(code_to_show(*device));

  const Millis ends = now().uptime.ms + device->number_or("expires_in_ms", 0);
  Millis interval = device->number_or("interval_ms", 0);
  interval = std::max(kShortestInterval, interval > 0 ? interval : kUsualInterval);
  while (now().uptime.ms < ends) {
    co_await host_.sleep(interval);
    Call poll = call("poll_device", *device);
    Result<Value> reply = co_await flow::attempt(open_call(std::move(poll), CallKind::sign_in));
    if (reply) {
      Value grant = read_grant(*reply);
      if (grant.is_null()) co_return Errc::malformed_reply;
      co_return co_await keep_grant(std::move(grant), began);
    }
    const std::string& said = reply.error().detail;
    if (said == "slow_down") interval += kSlowDown;
    if (said == "access_denied") co_return Errc::declined;
    if (said == "expired_token") break;
    const bool waits = said == "slow_down" || said == "authorization_pending" ||
                       reply.error().action() == Action::retry;
    if (!waits) co_return reply.error();
  }
  co_return Error{Errc::credential_invalid, "the code was not approved in time", 0, 0};
}

}  // namespace hufu::session
