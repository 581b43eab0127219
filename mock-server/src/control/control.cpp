// The control surface: registration, the guard at its door, and the router's hooks.
#include "control/control.h"

#include "http/errors.h"
#include "http/url.h"
#include "settings/loopback.h"

namespace hufu::mock::control {
namespace {

std::string host_of(const std::string& authority) {
  const auto url = parse_url("http://" + authority + "/");
  return url ? url->host : "";
}

// The server refuses to start with --control elsewhere than on loopback. This keeps out what can
// reach loopback all the same: web pages of other origins, and names that were made to point here
// (DNS rebinding).
void require_this_machine(const Request& request) {
  const HttpError refusal(403, "control_is_local",
                          "The control surface answers to this machine only, and to no web page.");
  if (!is_loopback_address(request.remote_address)) throw refusal;
  if (!is_loopback_host(host_of(request.headers.find("Host").value_or("")))) throw refusal;
  const auto origin = request.headers.find("Origin");
  if (!origin) return;
  const auto url = parse_url(*origin + "/");
  if (!url || !is_loopback_host(url->host)) throw refusal;
}

// The router calls handlers inside its try block, so an exception may leave before the handler's
// coroutine begins.
Handler guarded(Handler handler) {
  return [handler = std::move(handler)](Request request) {
    require_this_machine(request);
    return handler(std::move(request));
  };
}

}  // namespace

void Control::add(const char* method, const char* pattern, PlainHandler handler) {
  add_waiting(method, pattern, at_once([handler = std::move(handler)](const Request& request) {
                return not_stored(handler(request));
              }));
}

Response not_stored(Response response) {
  response.headers.set("Cache-Control", "no-store");
  return response;
}

void Control::add_waiting(const char* method, const char* pattern, Handler handler) {
  router.add(method, pattern, guarded(std::move(handler)));
}

void register_routes(ServerContext& context) {
  auto control = std::make_shared<Control>(context);
  register_server_calls(control);
  register_fault_calls(control);
  register_gotrue_calls(control);
  register_oddity_calls(control);
  register_traffic_calls(control);
  register_wechat_calls(control);
  register_wechat_code_calls(control);
  register_clerk_calls(control);
  register_telephone_page(control);
  context.router.hooks.choose_fault = [control](const Request& request) {
    return control->faults.choose(request);
  };
  context.router.hooks.observe = [control](const Request& request, int status) {
    control->traffic.count(request, status);
  };
}

}  // namespace hufu::mock::control
