// What a mini-program's server asks: jscode2session, getuserphonenumber, checksession
// (developers.weixin.qq.com: code2Session, getPhoneNumber, checkSessionKey).
#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "upstreams/wechat/answers.h"
#include "upstreams/wechat/app_wish.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/routes.h"
#include "upstreams/wechat/user_data.h"

namespace hufu::mock::wechat {
namespace {

using nlohmann::json;

json exchange_login_code(World& world, const Request& request) {
  const App& app =
      world.people.authenticate(request.query_value("appid"), request.query_value("secret"));
  const auto code = request.query_value("js_code");
  if (!code || code->empty()) throw missing_code();
  if (request.query_value("grant_type") != "authorization_code") throw invalid_grant_type();
  IssuedCode& issued = world.codes.find(CodePurpose::login, *code, app.id);
  const Person& person = *world.people.find(issued.person_id);
  if (person.blocked) throw blocked_code();
  const std::string openid = world.people.openid(person, app);
  world.login_quota.count(
      openid);  // before the code is spent: who is told to slow down may come again with it
  issued.used = true;

  // No errcode in a good answer of /sns/*: a client that insists on errcode 0 fails here as it does
  // in life.
  json answer = {{"openid", openid},
                 {"session_key", world.session_keys.current(person.id, app.id).value_or("")}};
  if (const auto unionid = world.people.unionid(person, app)) answer["unionid"] = *unionid;
  return answer;
}

json phone_info(const Person& person, const App& app, const Clock& clock) {
  return {{"phoneNumber", person.country_code == "86"
                              ? person.phone_number
                              : "+" + person.country_code + person.phone_number},
          {"purePhoneNumber", person.phone_number},
          {"countryCode", person.country_code},
          {"watermark", {{"timestamp", clock.now_ms() / 1000}, {"appid", app.id}}}};
}

json exchange_phone_code(World& world, const Request& request, const Clock& clock) {
  const App& app = asking_app(world, request);
  const json body = body_of(request);
  if (!body.contains("code") || !body["code"].is_string()) throw invalid_code();
  IssuedCode& issued =
      world.codes.find(CodePurpose::phone_number, body["code"].get<std::string>(), app.id);
  const Person& person = *world.people.find(issued.person_id);
  // With an openid in the body WeChat also checks that the code is that person's.
  if (body.contains("openid") && body["openid"] != world.people.openid(person, app))
    throw invalid_openid();
  issued.used = true;
  return {{"errcode", 0}, {"errmsg", "ok"}, {"phone_info", phone_info(person, app, clock)}};
}

json check_session(World& world, const Request& request) {
  const App& app = asking_app(world, request);
  const Person* person =
      world.people.find_by_openid(app, request.query_value("openid").value_or(""));
  if (person == nullptr) throw invalid_openid();
  if (request.query_value("sig_method") != "hmac_sha256") throw invalid_sig_method();
  const auto session_key = world.session_keys.current(person->id, app.id);
  if (!session_key) throw no_session_key();
  const std::string expected = sign_login_state("", *session_key);
  if (!equal_in_constant_time(expected, request.query_value("signature").value_or("")))
    throw invalid_signature();
  return {{"errcode", 0}, {"errmsg", "ok"}};
}

}  // namespace

void register_mini_program_routes(Router& router, const std::shared_ptr<World>& world,
                                  const Clock& clock) {
  const auto add = [&](const char* method, const char* pattern, AnswerType type, auto story) {
    router.add(method, pattern, answer_with(type, clock, std::move(story)));
  };
  add("GET", "/wechat/sns/jscode2session", AnswerType::text_plain,
      [world](const Request& request) { return exchange_login_code(*world, request); });
  add("POST", "/wechat/wxa/business/getuserphonenumber", AnswerType::application_json,
      [world, &clock](const Request& request) {
        return exchange_phone_code(*world, request, clock);
      });
  add("GET", "/wechat/wxa/checksession", AnswerType::application_json,
      [world](const Request& request) { return check_session(*world, request); });
  register_code_picture(router, world, clock);
  register_link_routes(router, world, clock);
  register_link_page(router, world);
}

}  // namespace hufu::mock::wechat
