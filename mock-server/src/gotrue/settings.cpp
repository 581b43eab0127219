// GET /settings, /health and /.well-known/jwks.json: what clients ask without being anybody.
#include <nlohmann/json.hpp>

#include "gotrue/gotrue.h"
#include "gotrue/providers.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

Json settings(const Oddities& oddities) {
  Json providers;
  for (const char* off : kProvidersThatAreOff)
    providers[off] = false;
  for (const char* on : {"email", "wechat_mini", "wechat_qr"})
    providers[on] = true;
  providers["phone"] = oddities.admits_phones;
  providers["anonymous_users"] = oddities.admits_anonymous;
  Json answer;
  answer["external"] = providers;
  answer["disable_signup"] = !oddities.admits_new_people;
  answer["mailer_autoconfirm"] = !oddities.confirms_email;
  answer["phone_autoconfirm"] = !oddities.confirms_phone;
  answer["sms_provider"] = "";
  answer["saml_enabled"] = false;
  answer["saml_private_key_next_configured"] = false;
  answer["passkeys_enabled"] = false;
  return answer;
}

}  // namespace

asio::awaitable<Response> show_settings(Gotrue& gotrue, Request) {
  co_return json_response(200, settings(gotrue.oddities()));
}

asio::awaitable<Response> show_health(Gotrue&, Request) {
  const Json health = {{"name", "GoTrue"},
                       {"version", "hufu-mock-server"},
                       {"description", "GoTrue is a user registration and authentication API"}};
  co_return json_response(200, health);
}

asio::awaitable<Response> show_keys(Gotrue& gotrue, Request) {
  const std::string keys = published_keys(gotrue.keys, gotrue.oddities());
  co_return text_response(200, keys, "application/json; charset=utf-8");
}

}  // namespace hufu::mock::gotrue
