// The article's routes, in the place of the unified surface's.
#include <nlohmann/json.hpp>

#include "article/article.h"
#include "http/current_error.h"
#include "surfaces/surface.h"
#include "unified/unified.h"

namespace hufu::mock::article {
namespace {

namespace asio = boost::asio;

// A sentence for the person where others have a code.
Response told(const HttpError& error) {
  const std::string text = error.status == 405   ? "Method not allowed"
                           : error.status == 404 ? "Not found"
                                                 : error.message;
  return json_response(error.status, nlohmann::json({{"error", text}}));
}

// The article does not say where the website has its code from: it is made as the unified surface
// makes it, which wants the header that is the web's where it is missing here.
asio::awaitable<Response> issue_bind_code(Backend& backend, Request request) {
  if (!request.headers.find("X-Platform")) request.headers.set("X-Platform", "web");
  return unified::issue_bind_code(backend, std::move(request));
}

}  // namespace

void register_routes(ServerContext& context) {
  const auto tell = [](const Request&) { return told(current_error()); };
  add_surface<Backend>(context.router, {"/api", tell}, context.backend,
                       {{"POST", "/wechat/login", sign_in},
                        {"GET", "/user/profile", show_profile},
                        {"POST", "/bind-account", bind_account},
                        {"POST", "/bind-codes", issue_bind_code}});
}

}  // namespace hufu::mock::article
