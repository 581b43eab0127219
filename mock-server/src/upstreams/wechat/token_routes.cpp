// The access tokens of apps: /cgi-bin/token and /cgi-bin/stable_token.
#include <nlohmann/json.hpp>

#include "upstreams/wechat/answers.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/routes.h"

namespace hufu::mock::wechat {
namespace {

using nlohmann::json;

json as_json(const AppToken& token) {
  return {{"access_token", token.value}, {"expires_in", token.expires_in_s}};
}

json issue_token(World& world, const Request& request) {
  if (request.query_value("grant_type") != "client_credential") throw invalid_grant_type();
  const App& app =
      world.people.authenticate(request.query_value("appid"), request.query_value("secret"));
  return as_json(world.app_tokens.issue(app.id));
}

std::optional<std::string> text_if_any(const json& body, const char* name) {
  if (!body.contains(name) || !body[name].is_string()) return std::nullopt;
  return body[name].get<std::string>();
}

json issue_stable_token(World& world, const Request& request) {
  const json body = json::parse(request.body, nullptr, /*allow_exceptions=*/false);
  if (!body.is_object()) throw malformed_body();
  if (text_if_any(body, "grant_type") != "client_credential") throw invalid_grant_type();
  const App& app =
      world.people.authenticate(text_if_any(body, "appid"), text_if_any(body, "secret"));
  const bool force = body.contains("force_refresh") && body["force_refresh"] == true;
  return as_json(world.app_tokens.stable(app.id, force));
}

}  // namespace

void register_token_routes(Router& router, const std::shared_ptr<World>& world,
                           const Clock& clock) {
  router.add("GET", "/wechat/cgi-bin/token",
             answer_with(AnswerType::application_json, clock,
                         [world](const Request& request) { return issue_token(*world, request); }));
  router.add("POST", "/wechat/cgi-bin/stable_token",
             answer_with(AnswerType::application_json, clock, [world](const Request& request) {
               return issue_stable_token(*world, request);
             }));
}

}  // namespace hufu::mock::wechat
