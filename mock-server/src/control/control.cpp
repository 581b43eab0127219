// The rows of the control surface, the guard at its door, and the router's hooks.
#include "control/control.h"

#include "http/errors.h"
#include "http/url.h"
#include "settings/loopback.h"
#include "surfaces/surface.h"

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

std::optional<Response> guard(const Request& head) {
  require_this_machine(head);
  return std::nullopt;
}

void watch_exchanges(Router& router, const std::shared_ptr<Control>& control) {
  router.hooks.choose_fault = [control](const Request& request) {
    return control->faults.choose(request);
  };
  router.hooks.observe = [control](const Request& request, int status) {
    control->traffic.count(request, status);
  };
}

}  // namespace

void register_routes(ServerContext& context, std::shared_ptr<Upstreams> upstreams) {
  const auto control = std::make_shared<Control>(context, std::move(upstreams));
  add_surface<Control>(context.router, {"/_control", told_in(error_response), guard}, control,
                       {{"GET", "/clock", show_clock},
                        {"POST", "/clock/advance", advance_clock},
                        {"GET", "/routes", list_routes},
                        {"GET", "/audit", show_audit},
                        {"POST", "/users/{user_id}/ban", ban_user},
                        {"POST", "/sweep", sweep},
                        {"POST", "/reset", reset_everything},
                        {"GET", "/faults", list_faults},
                        {"POST", "/faults", add_fault},
                        {"DELETE", "/faults", remove_all_faults},
                        {"DELETE", "/faults/{fault_id}", remove_fault},
                        {"GET", "/oddities", show_oddities},
                        {"PUT", "/oddities", change_oddities},
                        {"GET", "/counters", show_counters},
                        {"DELETE", "/counters", clear_counters},
                        {"GET", "/requests", show_requests},
                        {"GET", "/inbox", show_inbox},
                        {"DELETE", "/inbox", clear_inbox},
                        {"GET", "/inbox/{message_id}", show_message},
                        {"GET", "/gotrue/keys", show_api_keys},
                        {"POST", "/id-tokens", make_id_token},
                        {"PUT", "/wechat/apps", put_app},
                        {"POST", "/wechat/people", add_person},
                        {"GET", "/wechat/people/{person_id}", show_person},
                        {"PUT", "/wechat/people/{person_id}", change_person},
                        {"POST", "/wechat/login-codes", issue_login_code},
                        {"POST", "/wechat/website-codes", issue_website_code},
                        {"POST", "/wechat/phone-codes", issue_phone_code},
                        {"POST", "/wechat/open-data", make_open_data},
                        {"POST", "/wechat/scan", scan_code, Door::guarded, kScanBodyBytes},
                        {"POST", "/wechat/open", open_link},
                        {"POST", "/clerk/users", add_user},
                        {"POST", "/clerk/sessions", add_session},
                        {"POST", "/clerk/session-tokens", make_session_token},
                        {"POST", "/clerk/keys/rotate", rotate_keys},
                        {"GET", "/device", show_telephone},
                        {"POST", "/device/look", look_from_telephone},
                        {"POST", "/device/decide", decide_on_telephone},
                        {"GET", "/telephone", show_scanner},
                        {"POST", "/telephone/open", scan_with_telephone},
                        {"POST", "/telephone/decide", decide_on_scan}});
  watch_exchanges(context.router, control);
}

}  // namespace hufu::mock::control
