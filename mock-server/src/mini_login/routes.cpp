// The routes of the mini-login document, with errors as it says them.
#include <nlohmann/json.hpp>

#include "mini_login/mini_login.h"
#include "surfaces/surface_routes.h"

namespace hufu::mock {
namespace {

// `code` and `message` are the document's; a client tells errors apart by our `error`.
Response code_and_message(const HttpError& error, const std::string& request_id) {
  return json_response(error.status, {{"code", error.status},
                                      {"message", error.message},
                                      {"error", error.code},
                                      {"requestId", request_id}});
}

}  // namespace

void register_mini_login_routes(Router& router, ServerContext& context) {
  SurfaceRoutes routes(router, context.backend, code_and_message);
  routes.tell_errors_below("/api/v1/");
  routes.add("POST", "/api/v1/auth/mini-login", mini_login::sign_in);
  routes.add("GET", "/api/v1/auth/me", mini_login::show_user);
  routes.add("PUT", "/api/v1/auth/me", mini_login::change_user);
  routes.add("POST", "/api/v1/auth/logout", mini_login::sign_out);
}

}  // namespace hufu::mock
