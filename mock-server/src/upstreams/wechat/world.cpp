// The fake WeChat's quota.
#include "upstreams/wechat/world.h"

#include "upstreams/wechat/errcode.h"

namespace hufu::mock::wechat {
namespace {

constexpr int kCallsPerMinute = 100;  // of code2Session, for each person; then errcode 45011
constexpr WallMs kMinuteMs = 60 * 1000;

}  // namespace

void MinuteQuota::count(const std::string& openid) {
  if (!enforced) return;
  Minute& minute = minutes_[openid];
  const std::int64_t now = clock_->now_ms() / kMinuteMs;
  if (minute.number != now) minute = Minute{now, 0};
  if (++minute.calls > kCallsPerMinute) throw quota_reached();
}

}  // namespace hufu::mock::wechat
