// The five stories: one document's system each, told by the people who use it. And that of the
// bridges, which only unified has.
#pragma once

#include <vector>

#include "story.h"

namespace demo {

/// Where the pages of the shop are that the stories are about.
inline constexpr const char* kShop = "https://tea.example.com";

/// One of the systems that Hufu speaks to.
struct System {
  const char* name;  ///< As in `--system`.
  /// What a person knows it as.
  const char* english;
  const char* chinese;
  /// Throws StepFailed at the first step that is not as it should be.
  void (*tell)(Story&);
};

void tell_bridges(Story& story);
void tell_unified(Story& story);
void tell_gotrue(Story& story);
void tell_wx_login(Story& story);
void tell_mini_login(Story& story);
void tell_authing(Story& story);

inline constexpr System kSystems[] = {
    {"unified", "The unified backend: one person, two accounts, WeChat and Clerk",
     "unified 后端：一个人，微信和 Clerk 两个账号", tell_unified},
    {"gotrue", "GoTrue, as Supabase and MemFire serve it", "GoTrue，即 Supabase 和 MemFire",
     tell_gotrue},
    {"wx_login", "A hapi backend with wxLogin: WeChat's encrypted data becomes a JWT",
     "hapi 后端的 wxLogin：用微信加密的数据换 JWT", tell_wx_login},
    {"mini_login", "A backend with mini-login: who is new is registered by signing in",
     "mini-login 后端：新用户登录即注册", tell_mini_login},
    {"authing", "Authing's calls for mini-programs", "Authing 的小程序接口", tell_authing},
};

inline constexpr System kBridges = {
    "bridges", "The bridges: from a screen, on one phone, from inside the mini-program",
    "三座桥：从屏幕到手机、只用一部手机、从小程序里面", tell_bridges};

}  // namespace demo
