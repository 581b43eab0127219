// What a project of Supabase has off until somebody turns it on, and this server has none of:
// single sign-on by SAML, passkeys, and being an OAuth server itself. Told as GoTrue tells it.
#include "gotrue/admin_caller.h"
#include "gotrue/caller.h"
#include "gotrue/errors.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;

Error off(const char* code, const char* message) { return Error(404, code, message); }

}  // namespace

Response saml_is_off(Gotrue&, const Request&) {
  throw off("saml_provider_disabled", "SAML 2.0 is disabled");
}

Response passkeys_are_off(Gotrue&, const Request&) {
  throw off("passkey_disabled", "Passkeys are disabled");
}

Response oauth_server_is_off(Gotrue&, const Request&) {
  throw off("feature_disabled", "OAuth server is disabled");
}

Response oauth_clients_are_off(Gotrue& gotrue, const Request& request) {
  require_admin(gotrue, request);
  return oauth_server_is_off(gotrue, request);
}

asio::awaitable<Response> oauth_grants_are_off(Gotrue& gotrue, Request request) {
  co_await authenticate(gotrue, read_token(request));
  co_return oauth_server_is_off(gotrue, request);
}

}  // namespace hufu::mock::gotrue
