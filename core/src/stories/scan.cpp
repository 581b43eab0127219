#include "stories/scan.h"

#include <algorithm>
#include <utility>

#include "base/fault.h"
#include "text/url.h"

namespace hufu::stories {

using backend::Call;
using backend::CallKind;
using backend::Understood;
using flow::Task;

namespace {

constexpr Millis kSlowDown = 5'000;       // RFC 8628, 3.5
constexpr Millis kUsualInterval = 5'000;  // the same, 3.2
constexpr Millis kShortestInterval = 1'000;

// What a person sees: the code, where to enter it, the number for the approving side, and how long
// they are good.
Value code_to_show(const Value& device) {
  Value shown = Value::object();
  shown.set("kind", "present").set("show", "show_code");
  shown.set("url", device.at("verification_url")).set("code", device.at("user_code"));
  shown.set("number", device.at("number"));
  shown.set("expires_in_ms", device.number_or("expires_in_ms", 0));
  return shown;
}

}  // namespace

Task<Value> Scan::sign_in(Value who) {
  const vault::Generation::Mark began = generation_.mark();
  if (who.text_or("client_name", "").empty()) who.set("client_name", "hufu");
  const Call ask = backend_.call("sign_in_by_scan", std::move(who));
  Understood asked = co_await backend_.send(ask, CallKind::sign_in);
  if (!asked.body) co_return asked.body.fault();
  const Value device = dialects::read_reply(*ask->route, *asked.body);
  if (device.is_null()) co_return Errc::malformed_reply;
  // A person is about to open it, in a browser or by a camera that asks nothing.
  if (!text::split_url(device.text_or("verification_url", ""))) {
    co_return Fault(Errc::malformed_reply, "verification_uri is no http or https address");
  }
  co_await screen_.present(code_to_show(device));

  const Millis ends = clock_.uptime().ms + device.number_or("expires_in_ms", 0);
  Millis interval = device.number_or("interval_ms", 0);
  interval = std::max(kShortestInterval, interval > 0 ? interval : kUsualInterval);
  const Call poll = backend_.call("poll_device", device);
  while (clock_.uptime().ms < ends) {
    co_await timer_.sleep(interval);
    Understood polled = co_await backend_.send(poll, CallKind::sign_in);
    if (polled.body) {
      backend::Grant grant = backend_.grant_of(*polled.body);
      if (!grant) co_return Errc::malformed_reply;
      co_return co_await sign_in_.keep(std::move(grant), began);
    }
    const Fault& why = polled.body.fault();
    const Text& said = why.detail();
    if (said == "slow_down") interval += kSlowDown;
    if (said == "access_denied") co_return Errc::declined;
    if (said == "expired_token") break;
    const bool waits =
        said == "slow_down" || said == "authorization_pending" || why.action() == Action::retry;
    if (!waits) co_return why;
  }
  co_return Fault(Errc::credential_invalid, "the code was not approved in time");
}

}  // namespace hufu::stories
