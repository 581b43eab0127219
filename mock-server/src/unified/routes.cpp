// The routes of the unified surface and what holds for all of them.
#include <nlohmann/json.hpp>

#include "http/cors.h"
#include "http/current_error.h"
#include "jose/key.h"
#include "people/caller.h"
#include "surfaces/surface.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
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
std::optional<Response> guard(const CrossOrigin& pages, const Request& head) {
  read_platform(head);
  if (!may_call(pages, head)) {
    throw HttpError(403, "origin_not_allowed",
                    "Pages of this origin may not call: name it with --web-origin.");
  }
  return std::nullopt;
}

// Not told_in: the answer has its fields already.
Response tell_error(const Request& head) { return error_response(current_error(), head.id); }

Surface surface_at(const std::string& prefix, const Config& config) {
  const auto pages = std::make_shared<const CrossOrigin>(pages_of(config));
  const auto guarded = [pages](const Request& head) { return guard(*pages, head); };
  return {prefix, tell_error, guarded, pages};
}

asio::awaitable<Response> show_keys(Backend& backend, Request) {
  co_return text_response(200, jose::public_jwks(backend.secrets.access_keys),
                          "application/json; charset=utf-8");
}

}  // namespace

void register_routes(ServerContext& context) {
  add_surface<Backend>(context.router, surface_at("/api", context.config), context.backend,
                       {{"POST", "/wechat/login", sign_in_with_wechat},
                        {"POST", "/auth/refresh", refresh_session},
                        {"POST", "/auth/logout", sign_out},
                        {"GET", "/user/profile", show_profile},
                        {"PUT", "/user/profile", change_profile},
                        {"POST", "/user/avatar", take_avatar, Door::guarded, kAvatarBodyBytes},
                        {"POST", "/user/phone", bind_phone},
                        {"GET", "/user/export", export_account},
                        {"DELETE", "/user", delete_account},
                        {"POST", "/bind-codes", issue_bind_code},
                        {"POST", "/bind-account", redeem_bind_code},
                        {"POST", "/users/merge", redeem_for_merge},
                        {"GET", "/bindings/{id}", watch_binding},
                        {"POST", "/bindings/{id}/accept", accept_binding},
                        {"POST", "/bindings/{id}/confirm", confirm_binding},
                        {"POST", "/bindings/{id}/decline", decline_binding},
                        {"DELETE", "/identities/{provider}", unbind_identity},
                        {"GET", "/device/{user_code}", preview_device},
                        {"POST", "/device/{user_code}/approve", approve_device},
                        {"POST", "/device/{user_code}/deny", deny_device},
                        {"POST", "/scans", open_scan},
                        {"POST", "/scans/{id}/approve", approve_scan},
                        {"POST", "/scans/{id}/deny", deny_scan},
                        {"POST", "/web-view-tickets", issue_web_view_ticket},
                        {"POST", "/web-view-tickets/look", look_at_web_view_ticket},
                        {"POST", "/web-view-tickets/redeem", redeem_web_view_ticket}});
  add_surface<Backend>(context.router, surface_at("/oauth", context.config), context.backend,
                       {{"POST", "/device_authorization", start_device_grant},
                        {"POST", "/device_state", watch_device_grant},
                        {"POST", "/device_return", enter_return_code},
                        {"POST", "/device_close", close_device_grant},
                        {"POST", "/token", redeem_device_grant}});
  // For applications' own servers: no page has their key, and none may call.
  add_surface<Backend>(
      context.router, {"/api/people", tell_error}, context.backend,
      {{"POST", "/lookup", look_up_person}, {"POST", "/{id}/has-data", tell_of_data}});
  add_surface<Backend>(context.router, {"/oauth/introspect", tell_error}, context.backend,
                       {{"POST", "", introspect_token}});
  // What a browser fetches by itself, without our headers.
  add_surface<Backend>(context.router, {"", tell_error}, context.backend,
                       {{"GET", "/avatars/{id}", show_avatar, Door::open},
                        {"POST", "/webhooks/clerk", take_clerk_webhook, Door::open},
                        {"GET", "/device", show_device_page, Door::navigation},
                        {"GET", "/.well-known/jwks.json", show_keys, Door::open}});
  // A rule of another host has a proxy before it that leads here.
  const std::string link_path = path_of_link_rule(context.config.wechat_opening);
  const std::string check_path = link_path + "{file}";
  add_surface<Backend>(context.router, {"", tell_error}, context.backend,
                       {{"GET", link_path.c_str(), show_ordinary_link, Door::navigation},
                        {"GET", check_path.c_str(), show_link_check, Door::open}});
}

}  // namespace hufu::mock::unified
