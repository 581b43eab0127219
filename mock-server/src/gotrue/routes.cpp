// The routes of the GoTrue surface and what holds for all of them.
#include "gotrue/errors.h"
#include "gotrue/gateway.h"
#include "gotrue/gotrue.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

enum class Door {
  /// Browsers go there themselves: no key, and no page may fetch it.
  navigation,
  /// For everybody.
  open,
  /// With the project's key.
  keyed,
};

// What answering needs of a request whose story has taken it.
Request head_of(const Request& request) {
  Request head;
  head.path = request.path;
  head.route = request.route;
  head.query = request.query;
  head.headers = request.headers;
  head.id = request.id;
  return head;
}

asio::awaitable<Response> tell(std::shared_ptr<Gotrue> gotrue, GotrueStory story, Door door,
                               Request request) {
  const Request head = head_of(request);
  Response response;
  std::optional<Response> refusal;
  if (door == Door::keyed) refusal = refuse_at_gateway(gotrue->config, head);
  try {
    if (refusal) {
      response = *refusal;
    } else {
      response = co_await story(*gotrue, std::move(request));
    }
  } catch (...) {
    response = answer_for(current_gotrue_error(), head, gotrue->config.gotrue_errors);
  }
  response.headers.set("Cache-Control", "no-store");
  if (door != Door::navigation) allow_origin(gotrue->config, head, response);
  co_return response;
}

}  // namespace

void register_gotrue_routes(Router& router, ServerContext& context) {
  auto gotrue = std::make_shared<Gotrue>(context);
  const auto add = [&](const char* method, const char* path, GotrueStory story,
                       Door door = Door::keyed) {
    auto handler = [gotrue, story, door](Request request) {
      return tell(gotrue, story, door, std::move(request));
    };
    router.add(method, std::string(kGotruePrefix) + path, std::move(handler));
  };
  add("POST", "/signup", gotrue_sign_up);
  add("POST", "/token", gotrue_token);
  add("GET", "/user", gotrue_show_user);
  add("PUT", "/user", gotrue_change_user);
  add("POST", "/logout", gotrue_sign_out);
  add("GET", "/authorize", gotrue_authorize, Door::navigation);
  add("GET", "/callback", gotrue_callback, Door::navigation);
  add("GET", "/user/identities/authorize", gotrue_authorize_link);
  add("DELETE", "/user/identities/{identity_id}", gotrue_unlink_identity);
  add("GET", "/settings", gotrue_show_settings);
  add("GET", "/health", gotrue_show_health);
  add("GET", "/.well-known/jwks.json", gotrue_show_keys, Door::open);
  add("GET", "/wechat_mini/login", gotrue_wechat_login);
  add("GET", "/wechat_mini/bind_account", gotrue_wechat_bind_account);
  add("GET", "/wechat_mini/bind_phone", gotrue_wechat_bind_phone);
  add("POST", "/wechat_mini/unlimited_qrcode", gotrue_wechat_code_picture);
  const Config& config = context.config;
  router.tell_errors_below(
      kGotruePrefix + std::string("/"), [&config](const HttpError& error, const Request& request) {
        return answer_for(as_gotrue_error(error), request, config.gotrue_errors);
      });
  router.preflights.push_back(
      [&config](const Request& request) { return answer_gotrue_preflight(config, request); });
}

}  // namespace hufu::mock
