// WeChat's server side as the backend uses it.
#include "people/wechat_api.h"

#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "http/errors.h"
#include "people/wechat_answers.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

OutgoingRequest code_request(const Config& config, const std::string& code) {
  return wechat_get(config.wechat_base_url +
                    "/sns/jscode2session?appid=" + encode_percent(config.wechat_app_id) +
                    "&secret=" + encode_percent(config.wechat_app_secret) +
                    "&js_code=" + encode_percent(code) + "&grant_type=authorization_code");
}

OutgoingRequest app_token_request(const Config& config, bool force) {
  Json body = {{"grant_type", "client_credential"},
               {"appid", config.wechat_app_id},
               {"secret", config.wechat_app_secret}};
  if (force) body["force_refresh"] = true;
  return wechat_post(config.wechat_base_url + "/cgi-bin/stable_token", body.dump());
}

OutgoingRequest phone_request(const Config& config, const std::string& token,
                              const std::string& code, const std::string& openid) {
  Json body = {{"code", code}};
  if (!openid.empty()) body["openid"] = openid;
  return wechat_app_post(config.wechat_base_url + "/wxa/business/getuserphonenumber", token,
                         body.dump());
}

OutgoingRequest website_code_request(const Config& config, const std::string& code) {
  return wechat_get(config.wechat_base_url + "/sns/oauth2/access_token?appid=" +
                    encode_percent(config.wechat_website_app_id) +
                    "&secret=" + encode_percent(config.wechat_website_app_secret) +
                    "&code=" + encode_percent(code) + "&grant_type=authorization_code");
}

OutgoingRequest website_profile_request(const Config& config, const Json& tokens) {
  return wechat_get(config.wechat_base_url + "/sns/userinfo?access_token=" +
                    encode_percent(text_of(tokens, "access_token")) +
                    "&openid=" + encode_percent(text_of(tokens, "openid")) + "&lang=zh_CN");
}

// The documentation says string, its example says number.
std::string country_code(const Json& info) {
  const auto found = info.find("countryCode");
  if (found == info.end()) return "";
  return found->is_number_integer() ? std::to_string(found->get<long long>())
                                    : text_of(info, "countryCode");
}

}  // namespace

asio::awaitable<WebsitePerson> WechatApi::exchange_website_code(std::string code) {
  OutgoingRequest code_call = website_code_request(config_, code);
  Response code_response = co_await http_.send(std::move(code_call));
  const Json tokens = read_wechat_answer(code_response);
  WebsitePerson person;
  person.openid = text_of(tokens, "openid");
  if (person.openid.empty() || person.openid.size() > 64)
    throw unavailable("WeChat named nobody. Try again soon.");
  OutgoingRequest profile_call = website_profile_request(config_, tokens);
  Response profile_response = co_await http_.send(std::move(profile_call));
  const Json profile = read_wechat_answer(profile_response);
  person.unionid = text_of(profile, "unionid");
  person.nickname = text_of(profile, "nickname");
  person.avatar_url = text_of(profile, "headimgurl");
  co_return person;
}

asio::awaitable<std::string> WechatApi::draw_code(std::string wish) {
  AppCall call = [this, wish](const std::string& token) {
    return wechat_app_post(config_.wechat_base_url + "/wxa/getwxacodeunlimit", token, wish);
  };
  Response response = co_await send_as_app(std::move(call));
  if (is_picture(response)) co_return response.body;
  read_wechat_answer(response);
  throw unavailable("WeChat drew no picture. Try again soon.");
}

asio::awaitable<WechatPerson> WechatApi::exchange_code(std::string code) {
  OutgoingRequest request = code_request(config_, code);
  Response response = co_await http_.send(std::move(request));
  const Json answer = read_wechat_answer(response);
  WechatPerson person;
  person.openid = text_of(answer, "openid");
  person.unionid = text_of(answer, "unionid");
  person.session_key = text_of(answer, "session_key");
  if (person.openid.empty() || person.openid.size() > 64)
    throw unavailable("WeChat named nobody. Try again soon.");
  co_return person;
}

asio::awaitable<std::string> WechatApi::app_token() {
  if (!app_token_.empty() && clock_.now_ms() < app_token_until_ms_) co_return app_token_;
  co_return co_await fetch_app_token(false);
}

asio::awaitable<std::string> WechatApi::fetch_app_token(bool force) {
  OutgoingRequest request = app_token_request(config_, force);
  Response response = co_await http_.send(std::move(request));
  const Json answer = read_wechat_answer(response);
  const Json life = answer.value("expires_in", Json(0));
  app_token_ = text_of(answer, "access_token");
  // A minute early: it has to live through the call it is for.
  app_token_until_ms_ =
      clock_.now_ms() + ((life.is_number_integer() ? life.get<long long>() : 0) - 60) * 1000;
  co_return app_token_;
}

// The stable token may be the refused one still: then WeChat is told to make another.
asio::awaitable<std::string> WechatApi::replace_app_token(std::string refused) {
  if (app_token_ == refused) app_token_.clear();
  std::string token = co_await app_token();
  if (token != refused) co_return token;
  co_return co_await fetch_app_token(true);
}

// Somebody else made a new token, or it grew old on the way: WeChat says so before it looks at what
// was asked, so that nothing is spent and the same can be asked once more.
asio::awaitable<Response> WechatApi::send_as_app(AppCall call) {
  std::string token = co_await app_token();
  OutgoingRequest request = call(token);
  Response response = co_await http_.send(std::move(request));
  if (!refuses_app_token(response)) co_return response;
  token = co_await replace_app_token(token);
  OutgoingRequest again = call(token);
  co_return co_await http_.send(std::move(again));
}

asio::awaitable<std::string> WechatApi::read_phone_number(std::string code, std::string openid) {
  AppCall call = [this, code, openid](const std::string& token) {
    return phone_request(config_, token, code, openid);
  };
  Response response = co_await send_as_app(std::move(call));
  const Json answer = read_wechat_answer(response);
  const auto info = answer.find("phone_info");
  if (info == answer.end() || !info->is_object())
    throw unavailable("WeChat told no phone number. Try again soon.");
  const std::string number = text_of(*info, "purePhoneNumber");
  if (number.empty() || number.size() > 20)
    throw unavailable("WeChat told no phone number. Try again soon.");
  co_return "+" + country_code(*info) + " " + number;
}

}  // namespace hufu::mock
