// The fake WeChat as a whole: what its routes answer from and what the control surface changes.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"
#include "upstreams/wechat/app_tokens.h"
#include "upstreams/wechat/codes.h"
#include "upstreams/wechat/people.h"
#include "upstreams/wechat/person_tokens.h"
#include "upstreams/wechat/session_keys.h"

namespace hufu::mock::wechat {

/// "api minute-quota": so many jscode2session a minute for one person.
class MinuteQuota {
 public:
  explicit MinuteQuota(const Clock& clock) : clock_(&clock) {}
  /// Throws `Errcode` 45011.
  void count(const std::string& openid);

  bool enforced = true;

 private:
  struct Minute {
    std::int64_t number = 0;
    int calls = 0;
  };
  const Clock* clock_;
  std::map<std::string, Minute> minutes_;
};

/// Used on the network thread only, so it needs no lock.
struct World {
  explicit World(const Clock& clock)
      : codes(clock), app_tokens(clock), person_tokens(clock), login_quota(clock) {}

  People people;
  Codes codes;
  SessionKeys session_keys;
  AppTokens app_tokens;
  PersonTokenBook person_tokens;
  MinuteQuota login_quota;
};

}  // namespace hufu::mock::wechat
