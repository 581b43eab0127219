// The article's routes, in the place of the unified surface's.
#include <nlohmann/json.hpp>

#include "article/article.h"
#include "http/current_error.h"
#include "server.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

// A sentence for the person where others have a code.
Response told(const HttpError& error) {
  const std::string text = error.status == 405   ? "Method not allowed"
                           : error.status == 404 ? "Not found"
                                                 : error.message;
  return json_response(error.status, nlohmann::json({{"error", text}}));
}

// The unified stories want the header that is the web's where it is missing here.
Request with_platform(Request request) {
  if (!request.headers.find("X-Platform")) request.headers.set("X-Platform", "web");
  return request;
}

asio::awaitable<Response> tell(std::shared_ptr<Backend> backend, Story story, Request request) {
  try {
    co_return co_await story(*backend, with_platform(std::move(request)));
  } catch (...) {
    co_return told(current_error());
  }
}

asio::awaitable<void> forget_upstreams(std::shared_ptr<Backend> backend) {
  backend->clerk.forget();
  backend->wechat.forget();
  co_return;
}

}  // namespace

void register_article_routes(Router& router, ServerContext& context) {
  const std::shared_ptr<Backend> backend = context.backend;
  context.on_reset.push_back([backend] { return forget_upstreams(backend); });
  const auto add = [&](const char* method, const char* path, Story story) {
    router.add(method, path, [backend, story](Request request) {
      return tell(backend, story, std::move(request));
    });
  };
  add("POST", "/api/wechat/login", article::sign_in);
  add("GET", "/api/user/profile", article::show_profile);
  add("POST", "/api/bind-account", article::bind_account);
  // The article does not say where the website has its code from.
  add("POST", "/api/bind-codes", issue_bind_code);
  router.tell_errors_below("/api/",
                           [](const HttpError& error, const Request&) { return told(error); });
}

}  // namespace hufu::mock
