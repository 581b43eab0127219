// The routes of the hapi document, with errors as hapi says them.
#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

#include "surfaces/surface_routes.h"
#include "wx_login/wx_login.h"

namespace hufu::mock {
namespace {

// hapi's own shape, and our code and request id beside it.
Response boom(const HttpError& error, const std::string& request_id) {
  const auto name = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(error.status)));
  return json_response(error.status, {{"statusCode", error.status},
                                      {"error", std::string(name)},
                                      {"message", error.message},
                                      {"code", error.code},
                                      {"requestId", request_id}});
}

}  // namespace

void register_wx_login_routes(Router& router, ServerContext& context) {
  SurfaceRoutes routes(router, context.backend, boom);
  routes.tell_errors_below("/users/");
  routes.add("POST", "/users/wxLogin", wx_login::sign_in);
  routes.add("GET", "/users/profile", wx_login::show_profile);
  routes.add("PUT", "/users/profile", wx_login::change_profile);
  routes.add("POST", "/users/logout", wx_login::sign_out);
}

}  // namespace hufu::mock
