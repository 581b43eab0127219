// How WeChat is asked, and what its answers mean.
#include "people/wechat_answers.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/log.h"
#include "http/errors.h"

namespace hufu::mock {
namespace {

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
    case 41030:  // a mini-program code for a page that does not exist
    case 40169:  // or for a scene that is none
      return invalid_request("WeChat does not take this page or scene.");
    case 45011:  // too often in this minute
    case 45009:  // today's budget is gone
      return rate_limited(errcode == 45011 ? 60 : 3600);
    default:
      // -1 is WeChat being busy.
      return unavailable("WeChat cannot answer right now. Try again soon.");
  }
}

// Of this server's settings: missing, wrong, or used from an address that WeChat does not know.
bool is_our_fault(long long errcode) {
  constexpr std::array<long long, 6> codes = {40013, 40125, 40164, 41002, 41004, 48001};
  return std::ranges::find(codes, errcode) != codes.end();
}

// Its text ends in a request id by which WeChat's support finds the call.
HttpError setup_fault(long long errcode, const Json& answer) {
  log_line("WeChat does not take this server's settings: errcode " + std::to_string(errcode) +
           ", " + text_of(answer, "errmsg") +
           ". See WECHAT_APP_ID and WECHAT_APP_SECRET, or WECHAT_WEBSITE_APP_ID and "
           "WECHAT_WEBSITE_APP_SECRET.");
  return HttpError(500, "internal_error", "Something went wrong on the server.");
}

long long errcode_of(const Json& answer) {
  const Json errcode = answer.value("errcode", Json(0));
  return errcode.is_number_integer() ? errcode.get<long long>() : -1;
}

}  // namespace

// WeChat sends JSON as text/plain, and its errors with status 200.
nlohmann::json read_wechat_answer(const Response& response) {
  if (response.status != 200) throw unavailable("WeChat cannot answer right now. Try again soon.");
  Json answer = Json::parse(response.body, nullptr, false);
  if (!answer.is_object())
    throw unavailable("WeChat answered something unreadable. Try again soon.");
  const long long errcode = errcode_of(answer);
  if (is_our_fault(errcode)) throw setup_fault(errcode, answer);
  if (errcode != 0) throw error_for(errcode);
  return answer;
}

bool is_picture(const Response& response) {
  const std::string type = response.headers.find("Content-Type").value_or("");
  const bool is_jpeg = response.body.starts_with("\xff\xd8");
  const bool is_png = response.body.starts_with("\x89PNG");
  return response.status == 200 && type.starts_with("image/") && (is_jpeg || is_png);
}

// WeChat's words may cite what it was asked; of them only the id by which its support finds the
// call.
void log_refusal(const std::string& what, const Response& response) {
  const Json answer = Json::parse(response.body, nullptr, false);
  const bool is_told = response.status == 200 && answer.is_object();
  const std::string words = is_told ? text_of(answer, "errmsg") : "";
  const std::string id = words.substr(std::min(words.find("rid:"), words.size()));
  const std::string why =
      is_told ? "errcode " + std::to_string(errcode_of(answer)) + (id.empty() ? "" : ", " + id)
              : "an answer that is none, with status " + std::to_string(response.status);
  log_line("WeChat makes no " + what + ": " + why +
           ". See --wechat-page, --wechat-env-version and --wechat-check-path, and in WeChat's "
           "console what the mini-program is allowed.");
}

bool refuses_app_token(const Response& response) {
  const Json answer = Json::parse(response.body, nullptr, false);
  const long long errcode = answer.is_object() ? errcode_of(answer) : 0;
  return errcode == 40001 || errcode == 40014 || errcode == 42001;
}

OutgoingRequest wechat_get(std::string url) {
  OutgoingRequest request;
  request.url = std::move(url);
  return request;
}

OutgoingRequest wechat_post(std::string url, std::string json) {
  OutgoingRequest request;
  request.method = "POST";
  request.url = std::move(url);
  request.headers.set("Content-Type", "application/json");
  request.body = std::move(json);
  return request;
}

OutgoingRequest wechat_app_post(const std::string& url, const std::string& app_token,
                                std::string json) {
  return wechat_post(url + "?access_token=" + encode_percent(app_token), std::move(json));
}

}  // namespace hufu::mock
