// POST /oauth/device_authorization: a device, or a page, asks for somebody to let it in (RFC 8628).
#include <nlohmann/json.hpp>

#include "crypto/encoding.h"
#include "crypto/random.h"
#include "http/errors.h"
#include "people/bind_code.h"
#include "people/browser_name.h"
#include "people/caller.h"
#include "people/limits.h"
#include "people/scene.h"
#include "people/wechat_links.h"
#include "store/audit.h"
#include "store/device_grants.h"
#include "unified/oauth_form.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr WallMs kLifeMs = 600'000;
// What a scene leads to: whoever was sent a picture of it has no longer.
constexpr WallMs kSceneLifeMs = 300'000;

std::string read_wished_code(const Form& form) {
  const std::string code = field_or(form, "code", 16, "");
  if (!code.empty() && code != "mini_program" && code != "link")
    throw invalid_request("The code has to be mini_program or link.");
  return code;
}

struct Start {
  DeviceGrant grant;
  std::string device_code;
  std::string user_code;
  std::string picture;
  std::string link;
  std::string open_uri;

  const char* scan_kind() const {
    if (!picture.empty()) return "mini_program_code";
    return link.empty() && open_uri.empty() ? "page" : "link";
  }
};

Start new_start(const Form& form, const Request& request) {
  Start start;
  start.device_code = encode_base64url(random_bytes(32));
  start.user_code = new_typed_code();
  start.grant.id = random_uuid();
  start.grant.client = field(form, "client_id", 64);
  start.grant.platform = read_platform(request);
  start.grant.place = coarse_place(request.remote_address);
  start.grant.browser = browser_name(request.headers.find("User-Agent").value_or(""));
  start.grant.number = random_symbols(2, "0123456789");
  return start;
}

asio::awaitable<void> admit(Backend& backend, std::string address) {
  auto work = [&backend, address](Transaction& transaction) {
    const WallMs wait_ms =
        backend.config.limits ? wait_before_device_start_ms(transaction, address) : 0;
    if (wait_ms == 0) count_device_start(transaction, address);
    return wait_ms;
  };
  const WallMs wait_ms = co_await backend.database.run(std::move(work));
  if (wait_ms > 0) throw rate_limited(retry_after_seconds(wait_ms));
}

// A scene for a page on the telephone itself is in a link that opens the mini-program; where there
// is none the sign-in is one by a code that is typed.
asio::awaitable<void> make_link(Backend& backend, Start& start) {
  const std::string scene =
      drawn_scene(backend.secrets, SceneKind::phone_sign_in, start.device_code, 0);
  start.open_uri = co_await backend.wechat.open_uri(scene);
  start.grant.on_this_phone = !start.open_uri.empty();
  if (start.grant.on_this_phone)
    start.grant.scene.hmac = code_hmac(backend.secrets, "scene", scene);
}

// For another screen: WeChat's own picture, else an ordinary link that the page draws.
asio::awaitable<void> draw_scene(Backend& backend, Start& start) {
  const std::string scene = drawn_scene(backend.secrets, SceneKind::sign_in, start.device_code, 0);
  start.picture = co_await backend.wechat.picture_of(scene);
  if (start.picture.empty()) start.link = ordinary_link(backend.config, scene);
  start.grant.scene.rotates = !start.link.empty();
  if (!start.picture.empty() || !start.link.empty())
    start.grant.scene.hmac = code_hmac(backend.secrets, "scene", scene);
}

void keep(Transaction& transaction, const Backend& backend, const Start& start) {
  DeviceGrant grant = start.grant;
  grant.user_hmac =
      code_hmac(backend.secrets, "device-user", normalise_typed_code(start.user_code).value());
  grant.device_hmac = code_hmac(backend.secrets, "device", start.device_code);
  grant.created_ms = transaction.now_ms();
  grant.scene.drawn_ms = grant.created_ms;
  grant.expires_ms = grant.created_ms + (grant.scene.hmac.empty() ? kLifeMs : kSceneLifeMs);
  add_device_grant(transaction, grant);
  write_audit(transaction, "device_started", "", grant.id, grant.platform);
}

// On one telephone nobody types: what is typed would go round the code that the page asks for.
Json answer_to(const Config& config, const Start& start) {
  const DeviceGrant& grant = start.grant;
  Json answer;
  answer["device_code"] = start.device_code;
  answer["scan_kind"] = start.scan_kind();
  answer["expires_in"] = (grant.scene.hmac.empty() ? kLifeMs : kSceneLifeMs) / 1000;
  answer["interval"] = grant.interval_s;
  if (grant.on_this_phone) {
    answer["open_uri"] = start.open_uri;
    return answer;
  }
  answer["user_code"] = start.user_code;
  answer["verification_uri"] = config.public_url + "/device";
  answer["verification_uri_complete"] =
      start.link.empty() ? config.public_url + "/device?user_code=" + start.user_code : start.link;
  answer["number"] = grant.number;
  if (!start.picture.empty()) answer["picture"] = start.picture;
  return answer;
}

}  // namespace

asio::awaitable<Response> start_device_grant(Backend& backend, Request request) {
  const Form form = read_form(request);
  const std::string code = read_wished_code(form);
  Start start = new_start(form, request);
  co_await admit(backend, request.remote_address);
  if (code == "mini_program") co_await draw_scene(backend, start);
  if (code == "link") co_await make_link(backend, start);
  auto work = [&backend, &start](Transaction& transaction) { keep(transaction, backend, start); };
  co_await backend.database.run(std::move(work));
  co_return json_response(200, answer_to(backend.config, start));
}

}  // namespace hufu::mock::unified
