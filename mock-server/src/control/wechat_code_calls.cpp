// Calls that do what the WeChat app does on a person's phone: codes, and data for the mini-program.
#include <nlohmann/json.hpp>

#include "control/control.h"
#include "control/wechat_wish.h"
#include "http/errors.h"
#include "upstreams/wechat/user_data.h"

namespace hufu::mock::control {
namespace {

using nlohmann::json;
using wechat::AppKind;
using wechat::CodePurpose;

Response code_answer(Control& control, CodePurpose purpose, const wechat::Person& person,
                     const wechat::App& app, json more) {
  json answer = std::move(more);
  answer["code"] = control.upstreams->wechat->codes.issue(purpose, person.id, app.id);
  answer["appId"] = app.id;
  answer["expiresIn"] = wechat::Codes::life(purpose).count();
  return json_response(201, answer);
}

/// The session_key in force; made now for somebody who never signed in, as WeChat does for open
/// data without wx.login.
std::string session_key_of(Control& control, const wechat::Person& person, const wechat::App& app) {
  wechat::SessionKeys& keys = control.upstreams->wechat->session_keys;
  const auto current = keys.current(person.id, app.id);
  return current ? *current : keys.rotate(person.id, app.id);
}

json watermark(const Control& control, const wechat::App& app) {
  return {{"timestamp", control.context.clock.now_ms() / 1000}, {"appid", app.id}};
}

}  // namespace

/// wx.login. As in life it may replace the session_key, and does unless told otherwise: data
/// encrypted before cannot be decrypted after.
Response issue_login_code(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  const wechat::Person& person = wished_person(control, wish);
  const wechat::App& app = wished_app(control, wish, AppKind::mini_program);
  wechat::SessionKeys& keys = control.upstreams->wechat->session_keys;
  const bool rotate = wish.flag_or("rotateSessionKey", true);
  if (rotate || !keys.current(person.id, app.id)) keys.rotate(person.id, app.id);
  return code_answer(control, CodePurpose::login, person, app, json::object());
}

Response issue_website_code(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  const wechat::Person& person = wished_person(control, wish);
  const wechat::App& app = wished_app(control, wish, AppKind::website);
  return code_answer(control, CodePurpose::website, person, app, json::object());
}

/// The phone-number button: a code, and the older encrypted form beside it.
Response issue_phone_code(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  const wechat::Person& person = wished_person(control, wish);
  const wechat::App& app = wished_app(control, wish, AppKind::mini_program);
  const json data = {{"phoneNumber", person.phone_number},
                     {"purePhoneNumber", person.phone_number},
                     {"countryCode", person.country_code},
                     {"watermark", watermark(control, app)}};
  const auto sealed = wechat::encrypt_open_data(data.dump(), session_key_of(control, person, app));
  return code_answer(control, CodePurpose::phone_number, person, app,
                     {{"encryptedData", sealed.encrypted_data}, {"iv", sealed.iv}});
}

/// wx.getUserProfile: the raw data with its signature, and the same encrypted. `withOpenId` gives
/// the shape that wx.getUserInfo had before 2021, with openId and unionId inside.
Response make_open_data(Control& control, const Request& request) {
  const JsonBody wish = JsonBody::or_empty(request);
  const wechat::Person& person = wished_person(control, wish);
  const wechat::App& app = wished_app(control, wish, AppKind::mini_program);
  const std::string session_key = session_key_of(control, person, app);
  json data = {{"nickName", person.nickname},
               {"gender", person.gender},
               {"language", "zh_CN"},
               {"city", ""},
               {"province", ""},
               {"country", ""},
               {"avatarUrl", person.avatar_url}};
  const std::string raw_data = data.dump();
  if (wish.flag_or("withOpenId", false)) {
    wechat::People& people = control.upstreams->wechat->people;
    data["openId"] = people.openid(person, app);
    if (const auto unionid = people.unionid(person, app)) data["unionId"] = *unionid;
  }
  data["watermark"] = watermark(control, app);
  const auto sealed = wechat::encrypt_open_data(data.dump(), session_key);
  return json_response(200, {{"rawData", raw_data},
                             {"signature", wechat::sign_raw_data(raw_data, session_key)},
                             {"encryptedData", sealed.encrypted_data},
                             {"iv", sealed.iv},
                             {"userInfo", json::parse(raw_data)}});
}

}  // namespace hufu::mock::control
