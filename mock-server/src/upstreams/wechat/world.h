// The fake WeChat as a whole: what its routes answer from and what the control surface changes.
#pragma once

#include <map>
#include <string>
#include <utility>

#include "base/clock.h"
#include "upstreams/wechat/app_tokens.h"
#include "upstreams/wechat/codes.h"
#include "upstreams/wechat/errcode.h"
#include "upstreams/wechat/openings.h"
#include "upstreams/wechat/people.h"
#include "upstreams/wechat/person_tokens.h"
#include "upstreams/wechat/session_keys.h"

namespace hufu::mock::wechat {

/// So many calls in each period, for each app or person.
class Quota {
 public:
  Quota(const Clock& clock, WallMs period_ms, int most, Errcode refusal)
      : clock_(&clock), period_ms_(period_ms), most_(most), refusal_(std::move(refusal)) {}
  /// Throws the refusal.
  void count(const std::string& whose);

  bool enforced = true;

 private:
  struct Period {
    std::int64_t number = 0;
    int calls = 0;
  };
  const Clock* clock_;
  WallMs period_ms_;
  int most_;
  Errcode refusal_;
  std::map<std::string, Period> periods_;
};

/// Used on the network thread only, so it needs no lock.
struct World {
  explicit World(const Clock& clock);

  void enforce_limits(bool enforced);

  People people;
  Codes codes;
  SessionKeys session_keys;
  AppTokens app_tokens;
  PersonTokenBook person_tokens;
  Openings openings;
  /// What the URL Links begin with; https://wxaurl.cn/ at the real one.
  std::string link_url;
  /// Where a telephone of the fake opens them; empty: nowhere.
  std::string telephone_path;
  Quota login_quota;
  Quota code_quota;
  Quota links_per_second;
  Quota links_per_day;
  Quota opens_per_day;
};

}  // namespace hufu::mock::wechat
