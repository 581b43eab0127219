// Calls that make apps and people at the fake WeChat.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "control/control.h"
#include "control/wechat_wish.h"
#include "http/errors.h"
#include "http/json_body.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;
using wechat::App;
using wechat::AppKind;
using wechat::Console;
using wechat::LinkRule;
using wechat::People;
using wechat::Person;

json as_json(People& people, const Person& person, const App& app) {
  const auto unionid = people.unionid(person, app);
  return {{"personId", person.id},
          {"nickname", person.nickname},
          {"avatarUrl", person.avatar_url},
          {"phoneNumber", person.phone_number},
          {"countryCode", person.country_code},
          {"gender", person.gender},
          {"blocked", person.blocked},
          {"appId", app.id},
          {"openid", people.openid(person, app)},
          {"unionid", unionid ? json(*unionid) : json(nullptr)}};
}

/// Writes over `person` what the wish names.
void read_person(const JsonBody& wish, Person& person) {
  person.nickname = wish.text_or("nickname", person.nickname);
  person.avatar_url = wish.text_or("avatarUrl", person.avatar_url);
  person.phone_number = wish.text_or("phoneNumber", person.phone_number);
  person.country_code = wish.text_or("countryCode", person.country_code);
  person.gender = static_cast<int>(wish.number_or("gender", 0, 2, person.gender));
  person.blocked = wish.flag_or("blocked", person.blocked);
  // null: as if the app were bound to no Open Platform account; absent: a unionid of WeChat's
  // choice.
  if (wish.has("unionid")) person.has_unionid = !wish.value("unionid").is_null();
}

Response answer_person(People& people, const JsonBody& wish, const Person& person, const App& app,
                       int status) {
  if (const auto openid = wish.optional_text("openid")) people.set_openid(person, app, *openid);
  if (const auto unionid = wish.optional_text("unionid"))
    people.set_unionid(person, app.open_platform, *unionid);
  return json_response(status, as_json(people, person, app));
}

Person& person_in_path(People& people, const Request& request) {
  Person* person = people.find(request.parameter("person_id"));
  if (person == nullptr)
    throw HttpError(404, "person_not_found", "There is no WeChat person of this id.");
  return *person;
}

std::vector<std::string> texts_in(const json& value, const char* name) {
  const bool is_list = value.is_array() && std::ranges::all_of(value, [](const json& each) {
                         return each.is_string();
                       });
  if (!is_list) throw invalid_request("\"" + std::string(name) + "\" has to be a list of texts.");
  return value;
}

LinkRule link_rule_in(const json& wish) {
  LinkRule rule;
  rule.prefix = text_of(wish, "prefix");
  rule.page = text_of(wish, "page");
  if (!rule.prefix.ends_with('/') || rule.page.empty() || rule.page.starts_with('/'))
    throw invalid_request("A link rule has a \"prefix\" with a slash at its end, and a \"page\".");
  if (wish.contains("published")) rule.published = wish["published"] == true;
  if (wish.contains("testLinks")) rule.test_links = texts_in(wish["testLinks"], "testLinks");
  return rule;
}

// What WeChat's console says of the app; what is not named is as in a console nobody has touched.
Console read_console(const JsonBody& wish) {
  Console console;
  console.personal = wish.flag_or("personal", false);
  console.published = wish.flag_or("published", true);
  if (wish.has("pages")) console.pages = texts_in(wish.value("pages"), "pages");
  if (wish.has("plainPages"))
    console.plain_pages = texts_in(wish.value("plainPages"), "plainPages");
  const json& rules = wish.value("linkRules");
  if (rules.is_null()) return console;
  if (!rules.is_array()) throw invalid_request("\"linkRules\" has to be a list.");
  for (const json& rule : rules)
    console.link_rules.push_back(link_rule_in(rule));
  return console;
}

}  // namespace

Response put_app(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  App app;
  app.id = wish.text("appId");
  app.secret = wish.text("secret");
  const std::string kind = wish.text_or("kind", "mini_program");
  if (kind != "mini_program" && kind != "website")
    throw invalid_request("\"kind\" has to be mini_program or website.");
  app.kind = kind == "website" ? AppKind::website : AppKind::mini_program;
  app.open_platform = wish.text_or("openPlatform", app.open_platform);
  app.callback_domain = wish.text_or("callbackDomain", "");
  app.console = read_console(wish);
  control.upstreams->wechat->people.put_app(app);
  return json_response(200, {{"appId", app.id},
                             {"kind", kind},
                             {"openPlatform", app.open_platform},
                             {"callbackDomain", app.callback_domain}});
}

Response add_person(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  const App& app = wished_app(control, wish, AppKind::mini_program);
  Person wished;
  wished.phone_number = "13800138000";
  read_person(wish, wished);
  People& people = control.upstreams->wechat->people;
  return answer_person(people, wish, people.add(wished), app, 201);
}

Response show_person(Control& control, const Request& request) {
  People& people = control.upstreams->wechat->people;
  const Person& person = person_in_path(people, request);
  const std::string app_id =
      request.query_value("appId").value_or(control.context.config.wechat_app_id);
  const App* app = people.find_app(app_id);
  if (app == nullptr) throw HttpError(404, "app_not_found", "There is no WeChat app of this id.");
  return json_response(200, as_json(people, person, *app));
}

Response change_person(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  People& people = control.upstreams->wechat->people;
  Person& person = person_in_path(people, request);
  const App& app = wished_app(control, wish, AppKind::mini_program);
  read_person(wish, person);
  return answer_person(people, wish, person, app, 200);
}

const App& wished_app(const Control& control, const JsonBody& wish, AppKind kind) {
  const std::string usual = kind == AppKind::website ? control.context.config.wechat_website_app_id
                                                     : control.context.config.wechat_app_id;
  const App* app = control.upstreams->wechat->people.find_app(wish.text_or("appId", usual));
  if (app == nullptr) throw HttpError(404, "app_not_found", "There is no WeChat app of this id.");
  return *app;
}

Person& wished_person(const Control& control, const JsonBody& wish) {
  Person* person = control.upstreams->wechat->people.find(wish.text("personId"));
  if (person == nullptr)
    throw HttpError(404, "person_not_found", "There is no WeChat person of this id.");
  return *person;
}

}  // namespace hufu::mock::control
