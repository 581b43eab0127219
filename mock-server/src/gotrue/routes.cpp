// The routes of the GoTrue surface and what holds for all of them.
#include "gotrue/errors.h"
#include "gotrue/gateway.h"
#include "gotrue/gotrue.h"
#include "surfaces/surface.h"

namespace hufu::mock::gotrue {
namespace {

Surface surface_of(const std::shared_ptr<Gotrue>& gotrue) {
  const MockConfig& config = gotrue->config;
  const auto pages = std::make_shared<const CrossOrigin>(gateway_pages(config));
  const auto tell = [&config](const Request& head) {
    return answer_for(error_in_hand(), head, config.gotrue_errors);
  };
  const auto guard = [gotrue, pages](const Request& head) {
    return refuse_at_gateway(*gotrue, *pages, head);
  };
  return {kPrefix, tell, guard, pages};
}

}  // namespace

void register_routes(ServerContext& context, const MockConfig& config) {
  const auto gotrue = std::make_shared<Gotrue>(context, config);
  add_surface<Gotrue>(context.router, surface_of(gotrue), gotrue,
                      {{"POST", "/signup", sign_up},
                       {"POST", "/token", issue_token},
                       {"GET", "/user", show_user},
                       {"PUT", "/user", change_user},
                       {"POST", "/otp", send_otp},
                       {"POST", "/magiclink", send_magic_link},
                       {"POST", "/recover", recover},
                       {"POST", "/resend", resend},
                       {"GET", "/reauthenticate", reauthenticate},
                       {"POST", "/verify", verify},
                       {"GET", "/verify", follow_link, Door::navigation},
                       {"POST", "/logout", sign_out},
                       {"GET", "/authorize", authorize, Door::navigation},
                       {"GET", "/callback", callback, Door::navigation},
                       {"GET", "/user/identities/authorize", authorize_link},
                       {"DELETE", "/user/identities/{identity_id}", unlink_identity},
                       {"GET", "/settings", show_settings},
                       {"GET", "/health", show_health},
                       {"GET", "/.well-known/jwks.json", show_keys, Door::open},
                       {"GET", "/admin/users", list_users},
                       {"POST", "/admin/users", create_any_user},
                       {"GET", "/admin/users/{user_id}", show_any_user},
                       {"PUT", "/admin/users/{user_id}", update_any_user},
                       {"DELETE", "/admin/users/{user_id}", delete_any_user},
                       {"GET", "/wechat_mini/login", wechat_login},
                       {"GET", "/wechat_mini/bind_account", wechat_bind_account},
                       {"GET", "/wechat_mini/bind_phone", wechat_bind_phone},
                       {"POST", "/wechat_mini/unlimited_qrcode", wechat_code_picture}});
}

}  // namespace hufu::mock::gotrue
