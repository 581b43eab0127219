// GET /authorize: a browser begins to sign in at WeChat. GET /user/identities/authorize: a
// signed-in one begins to add that way to its account.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "crypto/random.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/identity_rules.h"
#include "gotrue/limits.h"
#include "gotrue/pkce.h"
#include "gotrue/providers.h"
#include "gotrue/redirects.h"
#include "store/sign_in_flows.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

constexpr std::size_t kStateBytes = 16;

struct Beginning {
  std::string provider;
  std::string challenge;
  std::string redirect_to;
  std::string state;
  std::string address;
  /// For WeChat's page, as they came: "&lang=en".
  std::string query_params;
  bool skips_redirect = false;
};

// What an application has no say in, and what is for us.
constexpr std::array kOurParameters = {"appid",          "redirect_uri",
                                       "response_type",  "scope",
                                       "state",          "provider",
                                       "scopes",         "redirect_to",
                                       "code_challenge", "code_challenge_method",
                                       "apikey",         "skip_http_redirect"};

std::string params_for_wechat(const Request& request) {
  std::string params;
  for (const auto& [name, value] : request.query) {
    if (std::ranges::find(kOurParameters, name) != kOurParameters.end()) continue;
    params += "&" + encode_percent(name) + "=" + encode_percent(value);
  }
  return params;
}

void require_provider(const std::string& name) {
  if (name == "wechat_qr") return;
  throw validation_failed(is_provider_that_is_off(name)
                              ? "Unsupported provider: provider is not enabled"
                              : "Unsupported provider: provider could not be found");
}

Beginning read_beginning(const Gotrue& gotrue, const Request& request) {
  const auto query = [&](const char* name) { return request.query_value(name).value_or(""); };
  for (const auto& [name, value] : request.query) {
    if (request.query.count(name) > 1) throw validation_failed("A parameter is there twice");
  }
  Beginning beginning;
  beginning.provider = query("provider");
  require_provider(beginning.provider);
  beginning.challenge = read_challenge(query("code_challenge"), query("code_challenge_method"));
  beginning.redirect_to = choose_redirect(gotrue.config, query("redirect_to"));
  beginning.state = random_hex(kStateBytes);
  beginning.address = request.remote_address;
  beginning.query_params = params_for_wechat(request);
  beginning.skips_redirect = query("skip_http_redirect") == "true";
  return beginning;
}

void begin_flow(Transaction& transaction, const Gotrue& gotrue, const Beginning& beginning,
                const std::string& link_user_id, const std::string& link_session_id) {
  count_flow(transaction, gotrue, beginning.address);
  SignInFlow flow;
  flow.id = random_uuid();
  flow.state_hmac = code_hmac(gotrue.backend.secrets, "sign-in state", beginning.state);
  flow.provider = beginning.provider;
  flow.challenge = beginning.challenge;
  flow.redirect_to = beginning.redirect_to;
  flow.link_user_id = link_user_id;
  flow.link_session_id = link_session_id;
  flow.created_ms = transaction.now_ms();
  flow.expires_ms = flow.created_ms + gotrue.config.sign_in_flow_life.count() * 1000;
  add_sign_in_flow(transaction, flow);
}

// WeChat wants the parameters in this order, and the fragment.
std::string wechat_page(const Gotrue& gotrue, const Beginning& beginning) {
  return gotrue.config.wechat_open_url +
         "/connect/qrconnect?appid=" + encode_percent(gotrue.config.wechat_website_app_id) +
         "&redirect_uri=" + encode_percent(gotrue.issuer() + "/callback") +
         "&response_type=code&scope=snsapi_login&state=" + beginning.state +
         beginning.query_params + "#wechat_redirect";
}

Response answer(const Gotrue& gotrue, const Beginning& beginning) {
  const std::string url = wechat_page(gotrue, beginning);
  if (beginning.skips_redirect) return json_response(200, {{"url", url}});
  Response response = empty_response(302);
  response.headers.set("Location", url);
  return response;
}

}  // namespace

asio::awaitable<Response> authorize(Gotrue& gotrue, Request request) {
  const Beginning beginning = read_beginning(gotrue, request);
  auto work = [&gotrue, beginning](Transaction& transaction) {
    begin_flow(transaction, gotrue, beginning, "", "");
  };
  co_await gotrue.database.run(std::move(work));
  co_return answer(gotrue, beginning);
}

asio::awaitable<Response> authorize_link(Gotrue& gotrue, Request request) {
  const std::string token = read_token(request);
  co_await require_linking_by_hand(gotrue, token);
  const Beginning beginning = read_beginning(gotrue, request);
  // In the callback nobody could tell whose browser it is that adds its WeChat to this account.
  if (beginning.challenge.empty())
    throw validation_failed("A link needs PKCE: code_challenge_method and code_challenge");
  auto work = [&gotrue, token, beginning](Transaction& transaction) {
    const Caller caller = find_caller(transaction, gotrue, token);
    require_fresh_for_identities(transaction, gotrue, caller);
    begin_flow(transaction, gotrue, beginning, caller.user.id, caller.session.id);
  };
  co_await gotrue.database.run(std::move(work));
  co_return answer(gotrue, beginning);
}

}  // namespace hufu::mock::gotrue
