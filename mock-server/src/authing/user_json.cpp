// A user as Authing shows one.
#include "authing/user_json.h"

#include <ctime>
#include <string_view>

#include "http/errors.h"

namespace hufu::mock::authing {
namespace {

using Json = nlohmann::json;

std::string iso_time(WallMs at_ms) {
  const std::time_t seconds = at_ms / 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  const std::string thousandths = std::to_string(1000 + at_ms % 1000).substr(1);
  return std::string(text) + "." + thousandths + "Z";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json(nullptr) : Json(text); }

const char* gender_letter(int gender) { return gender == 1 ? "M" : gender == 2 ? "F" : "U"; }

// We keep "+86 138…".
std::string phone_country(const User& user) { return user.phone.substr(0, user.phone.find(' ')); }
std::string phone_number(const User& user) {
  const std::size_t space = user.phone.find(' ');
  return space == std::string::npos ? user.phone : user.phone.substr(space + 1);
}

}  // namespace

int gender_of_letter(const std::string& letter) {
  const std::size_t gender = std::string_view("UMF").find(letter);
  if (letter.size() != 1 || gender == std::string_view::npos)
    throw invalid_request("The field gender has to be M, F or U.");
  return static_cast<int>(gender);
}

Json legacy_user(const User& user, const Identity& identity, const std::string& app_id,
                 const std::string& token) {
  const bool is_wechat = identity.provider == "wechat";
  Json shown = {{"id", user.id},
                {"arn", "arn:cn:authing:" + app_id + ":user:" + user.id},
                {"userPoolId", app_id},
                {"status", user.state == "active" ? "Activated" : "Deactivated"},
                {"email", text_or_null(user.email)},
                {"emailVerified", !user.email.empty()},
                {"phone", text_or_null(phone_number(user))},
                {"phoneVerified", !user.phone.empty()},
                {"unionid", text_or_null(is_wechat ? identity.unionid : "")},
                {"openid", text_or_null(is_wechat ? identity.subject : "")},
                {"nickname", text_or_null(user.nickname)},
                {"registerSource", Json::array({"social:wechat:miniprogram"})},
                {"photo", text_or_null(user.avatar_url)},
                {"token", token},
                {"blocked", user.state == "banned"},
                {"isDeleted", false},
                {"gender", gender_letter(user.gender)},
                {"createdAt", iso_time(user.created_ms)},
                {"updatedAt", iso_time(user.updated_ms)}};
  return shown;
}

Json v3_user(const User& user) {
  return {{"userId", user.id},
          {"createdAt", iso_time(user.created_ms)},
          {"updatedAt", iso_time(user.updated_ms)},
          {"status", user.state == "active" ? "Activated" : "Deactivated"},
          {"email", text_or_null(user.email)},
          {"phone", text_or_null(phone_number(user))},
          {"phoneCountryCode", text_or_null(phone_country(user))},
          {"nickname", text_or_null(user.nickname)},
          {"photo", text_or_null(user.avatar_url)},
          {"emailVerified", !user.email.empty()},
          {"phoneVerified", !user.phone.empty()},
          {"gender", gender_letter(user.gender)}};
}

}  // namespace hufu::mock::authing
