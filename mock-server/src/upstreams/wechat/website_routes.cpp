// What a website's server asks after the QR scan: /sns/oauth2/*, /sns/userinfo, /sns/auth
// (developers.weixin.qq.com: website sign-in).
#include <nlohmann/json.hpp>

#include "upstreams/wechat/answers.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/routes.h"

namespace hufu::mock::wechat {
namespace {

using nlohmann::json;

constexpr const char* kScope = "snsapi_login";

json as_json(World& world, const PersonTokens& tokens) {
  const Person& person = *world.people.find(tokens.person_id);
  const App& app = *world.people.find_app(tokens.app_id);
  return {{"access_token", tokens.access_token},
          {"expires_in", tokens.expires_in_s},
          {"refresh_token", tokens.refresh_token},
          {"openid", world.people.openid(person, app)},
          {"scope", kScope}};
}

json exchange_website_code(World& world, const Request& request) {
  const App& app =
      world.people.authenticate(request.query_value("appid"), request.query_value("secret"));
  const auto code = request.query_value("code");
  if (!code || code->empty()) throw missing_code();
  if (request.query_value("grant_type") != "authorization_code") throw invalid_grant_type();
  IssuedCode& issued = world.codes.find(CodePurpose::website, *code, app.id);
  issued.used = true;
  json answer = as_json(world, world.person_tokens.issue(issued.person_id, app.id));
  const Person& person = *world.people.find(issued.person_id);
  if (const auto unionid = world.people.unionid(person, app)) answer["unionid"] = *unionid;
  return answer;
}

// No secret is asked for: who holds the refresh token and the app's public id may use it.
json renew_tokens(World& world, const Request& request) {
  const auto app_id = request.query_value("appid");
  if (!app_id || app_id->empty()) throw missing_app_id();
  if (world.people.find_app(*app_id) == nullptr) throw invalid_app_id();
  if (request.query_value("grant_type") != "refresh_token") throw invalid_grant_type();
  return as_json(world, world.person_tokens.refresh(
                            request.query_value("refresh_token").value_or(""), *app_id));
}

/// The holder of the access token in the query, whose openid the query has to name as well.
const PersonTokens& asked_for(World& world, const Request& request) {
  const PersonTokens& tokens =
      world.person_tokens.authenticate(request.query_value("access_token"));
  const Person& person = *world.people.find(tokens.person_id);
  const App& app = *world.people.find_app(tokens.app_id);
  if (request.query_value("openid") != world.people.openid(person, app)) throw invalid_openid();
  return tokens;
}

json user_info(World& world, const Request& request) {
  const PersonTokens& tokens = asked_for(world, request);
  const Person& person = *world.people.find(tokens.person_id);
  const App& app = *world.people.find_app(tokens.app_id);
  // The region has been empty since 2021.
  json answer = {{"openid", world.people.openid(person, app)},
                 {"nickname", person.nickname},
                 {"sex", person.gender},
                 {"language", ""},
                 {"city", ""},
                 {"province", ""},
                 {"country", ""},
                 {"headimgurl", person.avatar_url},
                 {"privilege", json::array()}};
  if (const auto unionid = world.people.unionid(person, app)) answer["unionid"] = *unionid;
  return answer;
}

json check_token(World& world, const Request& request) {
  asked_for(world, request);
  return {{"errcode", 0}, {"errmsg", "ok"}};
}

}  // namespace

void register_website_routes(Router& router, const std::shared_ptr<World>& world,
                             const Clock& clock) {
  using Teller = json (*)(World&, const Request&);
  const auto add = [&](const char* pattern, Teller tell) {
    router.add("GET", pattern,
               answer_with(AnswerType::text_plain, clock, [world, tell](const Request& request) {
                 return tell(*world, request);
               }));
  };
  add("/wechat/sns/oauth2/access_token", exchange_website_code);
  add("/wechat/sns/oauth2/refresh_token", renew_tokens);
  add("/wechat/sns/userinfo", user_info);
  add("/wechat/sns/auth", check_token);
}

void register_routes(Router& router, const std::shared_ptr<World>& world, const Clock& clock) {
  register_mini_program_routes(router, world, clock);
  register_website_routes(router, world, clock);
  register_qr_page(router, world);
  register_token_routes(router, world, clock);
}

}  // namespace hufu::mock::wechat
