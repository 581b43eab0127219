// What may stand in a profile, and how little of it a stranger sees.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "people/caller.h"
#include "settings/config.h"

namespace hufu::mock {

inline constexpr const char* kUnnamedWechatUser =
    "微信用户";  // what WeChat itself shows for people without a name

/// Up to 64 bytes of plain text with something visible in it.
bool is_acceptable_nickname(const std::string& nickname);
/// One of our own pictures, or https from a host that WeChat or Clerk serve pictures from: an
/// address of somebody's choice would track whoever looks at the profile.
bool is_acceptable_avatar(const Config& config, const std::string& url);

/// Nobody has named this user yet.
bool is_unnamed(const User& user);
/// The grey name that WeChat shows for everybody since 2022 is no name.
bool is_wechat_name(const std::string& nickname);

/// What WeChat itself vouches for; empty and 0 for what it does not tell.
struct WechatProfile {
  std::string nickname;
  std::string avatar_url;
  int gender = 0;
};

/// It is newer than what we have, unless the person chose that here.
void take_wechat_profile(User& user, const Config& config, const WechatProfile& told);

/// "张*", "a***": enough to recognise oneself, too little to learn a name.
std::string mask_name(const std::string& name);
/// "a…@example.com"
std::string mask_email(const std::string& email);

/// `id, nickname, avatarUrl` as in answers to sign-in and refresh.
nlohmann::json user_json(const User& user);

}  // namespace hufu::mock
