// WeChat's server side as the backend uses it.
#include "backend/wechat_api.h"

#include <nlohmann/json.hpp>

#include "http/errors.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

// What WeChat's errcode means for the one who called us. The text of WeChat goes nowhere: it holds
// request ids and hints.
HttpError error_for(long long errcode) {
  switch (errcode) {
    case 40029:  // unknown or older than five minutes
    case 40163:  // used before
    case 40003:  // made by another person than the openid beside it names
      return HttpError(400, "wechat_code_invalid",
                       "WeChat does not take this code (any more). Ask for a new one.");
    case 40226: return HttpError(403, "wechat_blocked", "WeChat blocks this account.");
    case 45011:  // too often in this minute
    case 45009:  // today's budget is gone
      return rate_limited(errcode == 45011 ? 60 : 3600);
    default:
      // -1 is WeChat being busy; the rest (a wrong secret, a stale application token) is for the
      // operator.
      return unavailable("WeChat cannot answer right now. Try again soon.");
  }
}

// WeChat sends JSON as text/plain, and its errors with status 200.
Json read_answer(const Response& response) {
  if (response.status != 200) throw unavailable("WeChat cannot answer right now. Try again soon.");
  Json answer = Json::parse(response.body, nullptr, false);
  if (!answer.is_object())
    throw unavailable("WeChat answered something unreadable. Try again soon.");
  const Json errcode = answer.value("errcode", Json(0));
  const bool fine = errcode.is_number_integer() && errcode.get<long long>() == 0;
  if (!fine) throw error_for(errcode.is_number_integer() ? errcode.get<long long>() : -1);
  return answer;
}

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

OutgoingRequest get(std::string url) {
  OutgoingRequest request;
  request.url = std::move(url);
  return request;
}

OutgoingRequest post(std::string url, const Json& body) {
  OutgoingRequest request;
  request.method = "POST";
  request.url = std::move(url);
  request.headers.set("Content-Type", "application/json");
  request.body = body.dump();
  return request;
}

OutgoingRequest code_request(const Config& config, const std::string& code) {
  return get(config.wechat_base_url +
             "/sns/jscode2session?appid=" + encode_percent(config.wechat_app_id) +
             "&secret=" + encode_percent(config.wechat_app_secret) +
             "&js_code=" + encode_percent(code) + "&grant_type=authorization_code");
}

OutgoingRequest app_token_request(const Config& config) {
  Json body = {{"grant_type", "client_credential"},
               {"appid", config.wechat_app_id},
               {"secret", config.wechat_app_secret}};
  return post(config.wechat_base_url + "/cgi-bin/stable_token", body);
}

OutgoingRequest phone_request(const Config& config, const std::string& token,
                              const std::string& code, const std::string& openid) {
  Json body = {{"code", code}};
  if (!openid.empty()) body["openid"] = openid;
  return post(config.wechat_base_url +
                  "/wxa/business/getuserphonenumber?access_token=" + encode_percent(token),
              body);
}

// The documentation says string, its example says number.
std::string country_code(const Json& info) {
  const auto found = info.find("countryCode");
  if (found == info.end()) return "";
  return found->is_number_integer() ? std::to_string(found->get<long long>())
                                    : text_of(info, "countryCode");
}

}  // namespace

asio::awaitable<WechatPerson> WechatApi::exchange_code(std::string code) {
  OutgoingRequest request = code_request(config_, code);
  Response response = co_await http_.send(std::move(request));
  const Json answer = read_answer(response);
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
  OutgoingRequest request = app_token_request(config_);
  Response response = co_await http_.send(std::move(request));
  const Json answer = read_answer(response);
  const Json life = answer.value("expires_in", Json(0));
  app_token_ = text_of(answer, "access_token");
  // A minute early: it has to live through the call it is for.
  app_token_until_ms_ =
      clock_.now_ms() + ((life.is_number_integer() ? life.get<long long>() : 0) - 60) * 1000;
  co_return app_token_;
}

asio::awaitable<std::string> WechatApi::read_phone_number(std::string code, std::string openid) {
  const std::string token = co_await app_token();
  OutgoingRequest request = phone_request(config_, token, code, openid);
  Response response = co_await http_.send(std::move(request));
  const Json answer = [&] {
    try {
      return read_answer(response);
    } catch (const HttpError&) {
      app_token_.clear();  // it may have been the token: the next try asks for a new one
      throw;
    }
  }();
  const auto info = answer.find("phone_info");
  if (info == answer.end() || !info->is_object())
    throw unavailable("WeChat told no phone number. Try again soon.");
  const std::string number = text_of(*info, "purePhoneNumber");
  if (number.empty() || number.size() > 20)
    throw unavailable("WeChat told no phone number. Try again soon.");
  co_return "+" + country_code(*info) + " " + number;
}

}  // namespace hufu::mock
