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
                       {"POST", "/verify", verify_code},
                       {"GET", "/verify", follow_link, Door::navigation},
                       {"POST", "/logout", sign_out},
                       {"GET", "/authorize", authorize, Door::navigation},
                       {"GET", "/callback", callback, Door::navigation},
                       {"GET", "/user/identities/authorize", authorize_link},
                       {"DELETE", "/user/identities/{identity_id}", unlink_identity},
                       {"POST", "/factors", enroll_factor},
                       {"POST", "/factors/{factor_id}/challenge", challenge_factor},
                       {"POST", "/factors/{factor_id}/verify", verify_factor},
                       {"DELETE", "/factors/{factor_id}", remove_factor},
                       {"GET", "/settings", show_settings},
                       {"GET", "/health", show_health},
                       {"GET", "/.well-known/jwks.json", show_keys, Door::open},
                       {"GET", "/admin/users", list_users},
                       {"POST", "/admin/users", create_any_user},
                       {"GET", "/admin/users/{user_id}", show_any_user},
                       {"PUT", "/admin/users/{user_id}", update_any_user},
                       {"DELETE", "/admin/users/{user_id}", delete_any_user},
                       {"GET", "/admin/users/{user_id}/factors", list_factors_of},
                       {"DELETE", "/admin/users/{user_id}/factors/{factor_id}", drop_factor_of},
                       {"POST", "/admin/generate_link", generate_link},
                       {"POST", "/invite", invite_somebody},
                       {"GET", "/wechat_mini/login", wechat_login},
                       {"GET", "/wechat_mini/bind_account", wechat_bind_account},
                       {"GET", "/wechat_mini/bind_phone", wechat_bind_phone},
                       {"POST", "/wechat_mini/unlimited_qrcode", wechat_code_picture}});
  add_surface<Gotrue>(
      context.router, surface_of(gotrue), gotrue,
      {{"POST", "/sso", saml_is_off},
       {"GET", "/sso/saml/metadata", saml_is_off},
       {"POST", "/sso/saml/acs", saml_is_off},
       {"GET", "/passkeys", passkeys_are_off},
       {"PATCH", "/passkeys/{passkey_id}", passkeys_are_off},
       {"DELETE", "/passkeys/{passkey_id}", passkeys_are_off},
       {"POST", "/passkeys/authentication/options", passkeys_are_off},
       {"POST", "/passkeys/authentication/verify", passkeys_are_off},
       {"POST", "/passkeys/registration/options", passkeys_are_off},
       {"POST", "/passkeys/registration/verify", passkeys_are_off},
       {"GET", "/oauth/authorize", oauth_server_is_off},
       {"POST", "/oauth/token", oauth_server_is_off},
       {"GET", "/oauth/userinfo", oauth_server_is_off},
       {"POST", "/oauth/clients/register", oauth_server_is_off},
       {"GET", "/oauth/authorizations/{authorization_id}", oauth_server_is_off},
       {"POST", "/oauth/authorizations/{authorization_id}/consent", oauth_server_is_off},
       {"GET", "/.well-known/oauth-authorization-server", oauth_server_is_off},
       {"GET", "/user/oauth/grants", oauth_grants_are_off},
       {"DELETE", "/user/oauth/grants", oauth_grants_are_off},
       {"GET", "/admin/oauth/clients", oauth_clients_are_off},
       {"POST", "/admin/oauth/clients", oauth_clients_are_off},
       {"GET", "/admin/oauth/clients/{client_id}", oauth_clients_are_off},
       {"PUT", "/admin/oauth/clients/{client_id}", oauth_clients_are_off},
       {"DELETE", "/admin/oauth/clients/{client_id}", oauth_clients_are_off},
       {"POST", "/admin/oauth/clients/{client_id}/regenerate_secret", oauth_clients_are_off}});
}

}  // namespace hufu::mock::gotrue
