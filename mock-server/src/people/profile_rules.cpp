// What may stand in a profile, and how little of it a stranger sees.
#include "people/profile_rules.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/plain_text.h"
#include "http/url.h"

namespace hufu::mock {
namespace {

constexpr std::size_t kNicknameBytes = 64;
constexpr std::size_t kUrlBytes = 1024;

std::size_t first_symbol_length(const std::string& text) {
  if (text.empty()) return 0;
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xc0) == 0x80)
    ++length;
  return length;
}

}  // namespace

bool is_acceptable_nickname(const std::string& nickname) {
  return !nickname.empty() && nickname.size() <= kNicknameBytes && is_plain_text(nickname) &&
         nickname.find_first_not_of(' ') != std::string::npos;
}

bool is_acceptable_avatar(const Config& config, const std::string& url) {
  constexpr std::array<std::string_view, 5> hosts = {
      "img.clerk.com", "mmbiz.qpic.cn", "thirdwx.qlogo.cn", "wx.qlogo.cn", "images.clerk.dev"};
  if (url.size() > kUrlBytes) return false;
  if (url.starts_with(config.own_url + "/avatars/")) return true;
  const std::optional<Url> parts = parse_url(url);
  return parts && parts->scheme == "https" && parts->port == "443" &&
         std::ranges::find(hosts, parts->host) != hosts.end();
}

bool is_unnamed(const User& user) {
  return user.nickname.empty() || user.nickname == kUnnamedWechatUser;
}

bool is_wechat_name(const std::string& nickname) {
  return is_acceptable_nickname(nickname) && nickname != kUnnamedWechatUser;
}

void take_wechat_profile(User& user, const Config& config, const WechatProfile& told) {
  if (!user.nickname_set_here && is_wechat_name(told.nickname)) user.nickname = told.nickname;
  if (!user.avatar_set_here && is_acceptable_avatar(config, told.avatar_url))
    user.avatar_url = told.avatar_url;
  if (!user.gender_set_here && told.gender != 0) user.gender = told.gender;
}

std::string mask_name(const std::string& name) {
  const std::size_t length = first_symbol_length(name);
  return length == 0 ? "" : name.substr(0, length) + "***";
}

std::string mask_email(const std::string& email) {
  const std::size_t at = email.rfind('@');
  if (at == std::string::npos || at == 0) return "";
  return email.substr(0, first_symbol_length(email)) + "…" + email.substr(at);
}

nlohmann::json user_json(const User& user) {
  return {{"id", user.id}, {"nickname", user.nickname}, {"avatarUrl", user.avatar_url}};
}

}  // namespace hufu::mock
