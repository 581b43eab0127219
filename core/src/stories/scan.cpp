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

// A person is about to open it: in a browser, by a camera that asks nothing, or in WeChat.
bool may_be_opened(const Text& url) {
  return text::split_url(url) || (text::is_clean(url) && url.starts_with("weixin://dl/business/?"));
}

// A sign-in that waits. If it is given up nobody shall agree to it any more.
class Pending {
 public:
  Pending(backend::Backend& backend, const flow::Clock& clock, bool on_one_phone)
      : backend_(backend), clock_(clock), on_one_phone_(on_one_phone) {}
  Pending(Pending&&) = delete;
  HUFU_ONCE ~Pending() {
    if (!shown.is_null()) backend_.send_off(backend_.call("close_sign_in", shown));
  }

  // It was begun now.
  Fault begin(const Value& device, const Value& who) {
    const Millis interval = device.number_or("interval_ms", 0);
    interval_ = std::max(kShortestInterval, interval > 0 ? interval : kUsualInterval);
    shown = device.at("shown");
    if (shown.is_null()) return Errc::malformed_reply;
    show(who);
    has_news = true;
    return look_at(shown);
  }

  // It was begun before, by a page that is gone.
  void go_on(const Value& who) {
    shown.set("sign_in", who.at("sign_in"));
    show(who);
  }

  HUFU_ONCE bool is(const char* state) const { return shown.text_or("state", "") == state; }

  void look_at_clock() {
    if (clock_.uptime().ms >= ends_) enter("over");
  }

  // Why it is over, if it is.
  Fault end() {
    const bool denied = is("denied");
    if (!denied && !is("over") && !is("redeemed")) return {};
    let_go();
    if (denied) return Errc::declined;
    return Fault(Errc::credential_invalid, "the code was not approved in time");
  }

  // Nothing is left to be closed. Yields what others need who go on with it.
  Value let_go() {
    Value handle = Value::object();
    handle.set("sign_in", shown.at("sign_in")).set("state", shown.at("state"));
    shown = Value();
    return handle;
  }

  Call next() {
    asked_ = clock_.uptime().ms;
    has_news = false;
    const bool redeems = !tells_states_ || is("approved");
    return backend_.call(redeems ? "finish_sign_in" : "device_state", shown);
  }

  // What the server has said of it; yields why it cannot go on.
  Fault hear(const Call& call, const Understood& told) {
    if (told.body) {
      pause = clock_.uptime().ms - asked_ >= flow::kHeldAtLeast ? 0 : interval_;
      return look_at(dialects::read_reply(*call->route, *told.body));
    }
    const Fault& why = told.body.fault();
    // Soon again: a page that was hidden has lost the call that was held.
    const Millis soon = std::min(interval_, std::max(kShortestInterval, pause * 2));
    pause = std::max(soon, why.retry_after_ms());
    if (why.is(Errc::declined)) {
      enter("denied");
    } else if (why.is(Errc::credential_invalid)) {
      enter("over");
    } else if (tells_states_ && !on_one_phone_ && backend::is_missing_call(why)) {
      tells_states_ = false;
      pause = interval_;
    } else if (why.detail() == "slow_down") {
      interval_ += kSlowDown;
      pause = interval_;
    } else if (why.detail() != "authorization_pending" && why.action() != Action::retry) {
      return why;
    }
    return {};
  }

  Value shown;
  Millis pause = 0;
  bool has_news = false;

 private:
  HUFU_ONCE void enter(Text state) { learn("state", std::move(state)); }

  HUFU_ONCE void learn(const char* name, Text text) {
    if (text.empty() || text == shown.text_of(name)) return;
    shown.set(name, std::move(text));
    has_news = true;
    pause = 0;
  }

  void show(const Value& who) {
    shown.set("kind", "present").set("operation", who.at("operation"));
    shown.set("show", on_one_phone_ ? "open_mini_program" : "show_code");
  }

  Fault look_at(const Value& news) {
    const Text url = news.text_of("url");
    const Millis left = news.number_or("expires_in_ms", 0);
    if (!url.empty() && !may_be_opened(url)) {
      return Fault(Errc::malformed_reply, "verification_uri");
    }
    if (left > 0) {
      ends_ = clock_.uptime().ms + left;
      shown.set("expires_in_ms", left);
    }
    learn("url", url);
    enter(news.text_of("state"));
    return {};
  }

  backend::Backend& backend_;
  const flow::Clock& clock_;
  const bool on_one_phone_;
  bool tells_states_ = true;  // beside RFC 8628
  Millis interval_ = kUsualInterval;
  Millis ends_ = 1e18;  // until the server says
  Millis asked_ = 0;
};

// The secret in what WeChat gives: `scene` of a mini-program code or a link of its own, `q` with
// the whole of an ordinary link, either encoded once. Other codes of the application are not ours.
Text scene_in(const Value& query) {
  constexpr std::size_t kLength = 25;  // version, kind, 16 bytes as base64url
  constexpr std::string_view kName = "scene=";
  Text given = query.text_of("scene");
  if (given.empty()) given = query.text_of("q");
  given = text::decode_component(given);
  const std::size_t at = given.find(kName);
  const Text scene = given.substr(at == Text::npos ? 0 : at + kName.size(), kLength);
  return scene.size() == kLength && scene.starts_with("h1") ? scene : Text();
}

}  // namespace

Task<Value> Scan::begin(Value who, bool on_one_phone, Mark began) {
  Pending pending(backend_, clock_, on_one_phone);
  if (who.text_of("sign_in").empty()) {
    if (who.text_of("client_name").empty()) who.set("client_name", "hufu");
    const Call ask = backend_.call(on_one_phone ? "open_mini_program" : "sign_in_by_scan", who);
    Understood asked = co_await backend_.send(ask, CallKind::sign_in);
    if (!asked.body) co_return asked.body.fault();
    const Value device = dialects::read_reply(*ask->route, *asked.body);
    if (const Fault wrong = pending.begin(device, who)) co_return wrong;
  } else {
    pending.go_on(who);
  }
  while (true) {
    pending.look_at_clock();
    if (pending.has_news) co_await screen_.present(pending.shown);
    if (const Fault end = pending.end()) co_return end;
    if (on_one_phone && (pending.is("agreed") || pending.is("approved"))) {
      co_return pending.let_go();
    }
    if (pending.pause > 0) co_await timer_.sleep(pending.pause);
    const Call next = pending.next();
    Understood told = co_await backend_.send(next, CallKind::sign_in);
    if (told.body && next->route->reply.empty()) {
      backend::Grant grant = backend_.grant_of(*told.body);
      if (!grant) co_return Errc::malformed_reply;
      pending.let_go();
      co_return co_await sign_in_.keep(grant, began);
    }
    if (const Fault why = pending.hear(next, told)) co_return why;
  }
}

// Told once, although `onShow` gives again what `onLaunch` gave.
Task<Value> Scan::launch(Value options, Mark who) {
  Text scene = scene_in(options.at("query"));
  const bool is_asked = scene.empty() || scene != told_;
  if (!scene.empty() && is_asked) {
    waiting_ = options.set("secret", scene);
    told_ = std::move(scene);
  }
  const Call take = backend_.call("launch", waiting_);
  if (take->route == nullptr) co_return Errc::unsupported;
  Value nothing = dialects::read_reply(*take->route, Value());
  if (waiting_.is_null()) co_return nothing;
  waiting_ = Value();
  Tried<Value> launch = co_await flow::attempt(one_call_.make(take, who));
  if (launch) {
    const bool shows_number = launch->text_or("opened", "") == "sign_in";
    co_return launch->set("number_needed", shows_number);
  }
  const Action action = launch.fault().action();
  const bool needs_sign_in = action == Action::sign_in_again;
  if (needs_sign_in || action == Action::retry) waiting_ = take->arguments;
  if (needs_sign_in) co_return nothing.set("needs_sign_in", is_asked);
  co_return launch;
}

}  // namespace hufu::stories
