// The routes of the unified backend and what holds for all of them.
#include <nlohmann/json.hpp>

#include "http/cors.h"
#include "http/current_error.h"
#include "jose/key.h"
#include "people/backend.h"
#include "people/caller.h"
#include "unified/device_page.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kAvatarBodyBytes =
    2 * 1024 * 1024 + 64 * 1024;  // the picture and its multipart wrapping

// Pages of other origins, where theirs is named (B16); programs send none.
CrossOrigin pages_of(const Config& config) {
  return {named_origins(config), "GET, POST, PUT, DELETE",
          "authorization, content-type, x-platform", "Retry-After, WWW-Authenticate"};
}

// Before any story runs: a known platform, and no page that nobody named; or nothing happens at all
// (V7).
void guard(const CrossOrigin& pages, const Request& request) {
  read_platform(request);
  if (!may_call(pages, request)) {
    throw HttpError(403, "origin_not_allowed",
                    "Pages of this origin may not call: name it with --web-origin.");
  }
}

asio::awaitable<Response> tell(std::shared_ptr<Backend> backend,
                               std::shared_ptr<const CrossOrigin> pages, Story story,
                               Request request) {
  Request head;
  head.headers = request.headers;
  head.id = request.id;
  Response response;
  try {
    guard(*pages, request);
    response = co_await story(*backend, std::move(request));
    response.headers.set("Cache-Control", "no-store");
  } catch (...) {
    response = error_response(current_error(), head.id);
  }
  // Errors are for the page to read, too.
  let_read(*pages, head, response);
  co_return response;
}

// The paths of the unified surface; the others' begin with a version.
bool is_unified(const std::string& path) {
  return (path.starts_with("/api/") && !path.starts_with("/api/v")) || path.starts_with("/oauth/");
}

asio::awaitable<Response> tell_to_anyone(std::shared_ptr<Backend> backend, Story story,
                                         Request request) {
  co_return co_await story(*backend, std::move(request));
}

class Routes {
 public:
  Routes(Router& router, std::shared_ptr<Backend> backend)
      : router_(router),
        backend_(std::move(backend)),
        pages_(std::make_shared<const CrossOrigin>(pages_of(backend_->config))) {
    router.preflights.push_back([pages = pages_](const Request& request) {
      std::optional<Response> answer;
      if (is_unified(request.path)) answer = answer_preflight(*pages, request);
      return answer;
    });
  }

  void add(const char* method, const char* pattern, Story story,
           std::size_t body_limit = kBodyLimitBytes) {
    auto handler = [backend = backend_, pages = pages_, story](Request request) {
      return tell(backend, pages, story, std::move(request));
    };
    router_.add(method, pattern, std::move(handler), body_limit);
  }

  // For what a browser fetches by itself, without our headers.
  void add_public(const char* method, const char* pattern, Story story) {
    auto handler = [backend = backend_, story](Request request) {
      return tell_to_anyone(backend, story, std::move(request));
    };
    router_.add(method, pattern, std::move(handler));
  }

 private:
  Router& router_;
  std::shared_ptr<Backend> backend_;
  std::shared_ptr<const CrossOrigin> pages_;
};

// What the backend remembers of the upstreams goes with them.
asio::awaitable<void> forget_upstreams(std::shared_ptr<Backend> backend) {
  backend->clerk.forget();
  backend->wechat.forget();
  co_return;
}

asio::awaitable<Response> show_keys(Backend& backend, Request) {
  jose::KeySet keys;
  keys.add(backend.secrets.access_key);
  co_return text_response(200, jose::public_jwks(keys), "application/json; charset=utf-8");
}

}  // namespace

Backend::Backend(ServerContext& server)
    : config(server.config),
      clock(server.clock),
      oddities(server.oddities),
      database(server.database),
      network(server.network),
      secrets(make_secrets(server.config)),
      wechat(server.config, server.http, server.clock),
      clerk(server.config, server.http, server.clock, server.network),
      changed(server.network) {}

void register_unified_routes(Router& router, ServerContext& context) {
  const std::shared_ptr<Backend> backend = context.backend;
  context.on_reset.push_back([backend] { return forget_upstreams(backend); });
  Routes routes(router, backend);
  routes.add("POST", "/api/wechat/login", sign_in_with_wechat);
  routes.add("POST", "/api/auth/refresh", refresh_session);
  routes.add("POST", "/api/auth/logout", sign_out);
  routes.add("GET", "/api/user/profile", show_profile);
  routes.add("PUT", "/api/user/profile", change_profile);
  routes.add("POST", "/api/user/avatar", take_avatar, kAvatarBodyBytes);
  routes.add_public("GET", "/avatars/{id}", show_avatar);
  routes.add("POST", "/api/user/phone", bind_phone);
  routes.add("POST", "/api/bind-codes", issue_bind_code);
  routes.add("POST", "/api/bind-account", redeem_bind_code);
  routes.add("POST", "/api/users/merge", redeem_for_merge);
  routes.add("GET", "/api/bindings/{id}", watch_binding);
  routes.add("POST", "/api/bindings/{id}/accept", accept_binding);
  routes.add("POST", "/api/bindings/{id}/confirm", confirm_binding);
  routes.add("POST", "/api/bindings/{id}/decline", decline_binding);
  routes.add("DELETE", "/api/identities/{provider}", unbind_identity);
  routes.add("POST", "/oauth/device_authorization", start_device_grant);
  routes.add("POST", "/oauth/token", redeem_device_grant);
  routes.add("GET", "/api/device/{user_code}", preview_device);
  routes.add("POST", "/api/device/{user_code}/approve", approve_device);
  routes.add("POST", "/api/device/{user_code}/deny", deny_device);
  routes.add_public("GET", "/device", show_device_page);
  routes.add_public("GET", "/.well-known/jwks.json", show_keys);
}

}  // namespace hufu::mock
