// POST /oauth/device_state and …/device_close: a page looks how far its sign-in is, at once or when
// that has changed, and may give it up.
#include <algorithm>
#include <charconv>
#include <chrono>

#include "http/errors.h"
#include "people/scene.h"
#include "people/wechat_links.h"
#include "store/audit.h"
#include "unified/device_grant.h"
#include "unified/oauth_form.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
using Steady = std::chrono::steady_clock;

constexpr int kLongestHoldSeconds = 20;

struct Device {
  std::string code;
  std::string platform;
};

Device read_device(const Form& form, const Request& request) {
  return {field(form, "device_code", 128), read_platform(request)};
}

std::chrono::seconds read_wait(const Form& form) {
  const std::string text = field_or(form, "wait", 4, "0");
  int seconds = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || seconds < 0)
    throw invalid_request("The wait has to be a number of seconds.");
  return std::chrono::seconds(std::min(seconds, kLongestHoldSeconds));
}

struct Look {
  DeviceGrant grant;
  WallMs now_ms = 0;
  std::string nickname;

  bool is_decided() const { return grant.state == "denied" || grant.state == "redeemed"; }
  bool is_over() const { return !is_decided() && grant.is_over_at(now_ms); }
  std::string state() const { return is_over() ? "over" : grant.state; }
  bool shows_a_link() const { return state() == "pending" && grant.scene.rotates; }
  bool rotation_is_due() const { return shows_a_link() && grant.scene.is_due_at(now_ms); }
};

// Who has agreed is said to the page that they agreed to, and not before: else whoever sends a
// picture around would learn who opened it.
Look look(Transaction& transaction, const Secrets& secrets, const Device& device) {
  const auto grant = find_by_code(secrets, "device", device.code, [&](const std::string& hash) {
    return look_at_device_grant(transaction, hash);
  });
  if (!grant || grant->platform != device.platform) throw device_code_unknown();
  Look look{*grant, transaction.now_ms(), ""};
  if (look.state() != "approved") return look;
  const std::optional<User> user = find_user(transaction, grant->user_id);
  if (user) look.nickname = user->nickname;
  return look;
}

std::string scene_of(const Secrets& secrets, const Device& device, int number) {
  return drawn_scene(secrets, SceneKind::sign_in, device.code, number);
}

void rotate(Transaction& transaction, const Secrets& secrets, const Device& device) {
  auto grant = find_grant_of_device(transaction, secrets, device.code, device.platform);
  if (!grant || !Look{*grant, transaction.now_ms(), ""}.rotation_is_due()) return;
  const std::string next = scene_of(secrets, device, grant->scene.number + 1);
  grant->scene.draw_next(code_hmac(secrets, "scene", next), transaction.now_ms());
  save_device_grant(transaction, *grant, "pending");
}

asio::awaitable<Look> look_now(Backend& backend, Device device) {
  auto work = [&backend, device](Transaction& transaction) {
    return look(transaction, backend.secrets, device);
  };
  co_return co_await backend.database.look(std::move(work));
}

asio::awaitable<Look> rotate_and_look(Backend& backend, Device device) {
  auto work = [&backend, device](Transaction& transaction) {
    rotate(transaction, backend.secrets, device);
    return look(transaction, backend.secrets, device);
  };
  co_return co_await backend.database.run(std::move(work));
}

bool has_news(const Look& look, const std::string& since) {
  return look.state() != since || look.rotation_is_due();
}

// Nobody tells that its time is over, or that a link has to be drawn anew.
std::chrono::milliseconds pause_before(Steady::time_point end, const Look& look) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now());
  if (look.is_decided() || look.is_over()) return left;
  const WallMs next_ms = look.shows_a_link() ? look.grant.scene.due_ms() : look.grant.expires_ms;
  return std::min(left, std::chrono::milliseconds(std::max<WallMs>(1, next_ms - look.now_ms)));
}

asio::awaitable<Look> hold(Backend& backend, Device device, std::string since,
                           Steady::time_point end, std::string grant_id) {
  // What has changed since the first look shows in the next one.
  Watch watch(backend.waits, std::move(grant_id));
  for (;;) {
    Look seen = co_await look_now(backend, device);
    if (has_news(seen, since) || Steady::now() >= end || backend.is_ending) co_return seen;
    co_await watch.wait(seen.grant.state, pause_before(end, seen));
  }
}

Json answer_to(const Backend& backend, const Device& device, const Look& look) {
  Json answer;
  answer["state"] = look.state();
  answer["expires_in"] =
      look.is_over() ? 0 : std::max<WallMs>(0, (look.grant.expires_ms - look.now_ms) / 1000);
  if (look.shows_a_link())
    answer["verification_uri_complete"] =
        ordinary_link(backend.config, scene_of(backend.secrets, device, look.grant.scene.number));
  if (look.state() == "approved") answer["nickname"] = look.nickname;
  return answer;
}

GrantOutcome close(Transaction& transaction, const Secrets& secrets, const Device& device) {
  auto grant = find_grant_of_device(transaction, secrets, device.code, device.platform);
  if (!grant) return no_longer_there();
  const std::string from = grant->state;
  if (from == "closed" || from == "denied" || from == "redeemed") return Json();
  grant->state = "closed";
  if (save_device_grant(transaction, *grant, from))
    write_audit(transaction, "device_closed", grant->user_id, grant->id, "");
  return Json();
}

}  // namespace

asio::awaitable<Response> watch_device_grant(Backend& backend, Request request) {
  const Form form = read_form(request);
  const Device device = read_device(form, request);
  const Steady::time_point end = Steady::now() + read_wait(form);
  Look seen = co_await look_now(backend, device);
  const std::string since = field_or(form, "since", 16, seen.state());
  // Nothing more comes of one that has ended: there is no end to those that somebody has begun.
  const bool may_come = !seen.is_decided() && !seen.is_over();
  const bool may_wait = may_come && Steady::now() < end && !backend.waits.is_crowded(seen.grant.id);
  if (!has_news(seen, since) && may_wait)
    seen = co_await hold(backend, device, since, end, seen.grant.id);
  if (seen.rotation_is_due()) seen = co_await rotate_and_look(backend, device);
  co_return json_response(200, answer_to(backend, device, seen));
}

asio::awaitable<Response> close_device_grant(Backend& backend, Request request) {
  const Form form = read_form(request);
  const Device device = read_device(form, request);
  auto work = [&backend, device](Transaction& transaction) {
    return close(transaction, backend.secrets, device);
  };
  GrantOutcome outcome = co_await backend.database.run(std::move(work));
  require_done(std::move(outcome));
  co_return empty_response(204);
}

}  // namespace hufu::mock::unified
