// The routes of the hapi document, with errors as hapi says them.
#include <boost/beast/http/status.hpp>
#include <nlohmann/json.hpp>

#include "surfaces/surface.h"
#include "wx_login/wx_login.h"

namespace hufu::mock::wx_login {
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

void register_routes(ServerContext& context) {
  add_surface<Backend>(context.router, {"/users", told_in(boom)}, context.backend,
                       {{"POST", "/wxLogin", sign_in},
                        {"GET", "/profile", show_profile},
                        {"PUT", "/profile", change_profile},
                        {"POST", "/logout", sign_out}});
}

}  // namespace hufu::mock::wx_login
