// The routes of the mini-login document, with errors as it says them.
#include <nlohmann/json.hpp>

#include "mini_login/mini_login.h"
#include "surfaces/surface.h"

namespace hufu::mock::mini_login {
namespace {

// `code` and `message` are the document's; a client tells errors apart by our `error`.
Response code_and_message(const HttpError& error, const std::string& request_id) {
  return json_response(error.status, {{"code", error.status},
                                      {"message", error.message},
                                      {"error", error.code},
                                      {"requestId", request_id}});
}

}  // namespace

void register_routes(ServerContext& context) {
  add_surface<Backend>(context.router, {"/api/v1", told_in(code_and_message)}, context.backend,
                       {{"POST", "/auth/mini-login", sign_in},
                        {"GET", "/auth/me", show_user},
                        {"PUT", "/auth/me", change_user},
                        {"POST", "/auth/logout", sign_out}});
}

}  // namespace hufu::mock::mini_login
