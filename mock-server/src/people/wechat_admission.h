// Who WeChat names becomes a user with a session: the same story for every surface.
#pragma once

#include <string>

#include "config.h"
#include "people/wechat_api.h"
#include "people/wechat_open_data.h"
#include "store/identities.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {

struct WechatVisit {
  WechatPerson person;
  /// What the session is good for: a platform of the unified surface, or another surface's name.
  std::string platform;
  /// For the audit log.
  std::string surface = "wechat";
  /// From the body, so a hint: it fills what is empty and is never compared with anything.
  std::string hinted_nickname;
  std::string hinted_avatar;
  OpenData open_data;
};

struct Admission {
  User user;
  Identity identity;
  Session session;
  bool is_new = false;
  WallMs now_ms = 0;
};

/// Finds the user or makes one: first calls in parallel make one. Throws 400 `invalid_user_data`,
/// 403 `user_banned`, and `user_not_found` for who has no account where none are made.
Admission admit_wechat_person(Transaction& transaction, const Config& config,
                              const Oddities& oddities, const WechatVisit& visit);

}  // namespace hufu::mock
