// The fake WeChat's quotas.
#include "upstreams/wechat/world.h"

namespace hufu::mock::wechat {
namespace {

constexpr WallMs kSecondMs = 1000;
constexpr WallMs kMinuteMs = 60 * kSecondMs;
constexpr WallMs kDayMs = 24 * 60 * kMinuteMs;

}  // namespace

void Quota::count(const std::string& whose) {
  if (!enforced) return;
  Period& period = periods_[whose];
  const std::int64_t now = clock_->now_ms() / period_ms_;
  if (period.number != now) period = Period{now, 0};
  if (++period.calls > most_) throw refusal_;
}

World::World(const Clock& clock)
    : codes(clock),
      app_tokens(clock),
      person_tokens(clock),
      openings(clock),
      login_quota(clock, kMinuteMs, 100, quota_reached()),
      code_quota(clock, kMinuteMs, 5000, daily_quota_reached()),
      links_per_second(clock, kSecondMs, 100, links_too_quick()),
      links_per_day(clock, kDayMs, 500'000, links_of_today_gone()),
      opens_per_day(clock, kDayMs, 3'000'000, opens_of_today_gone()) {}

void World::enforce_limits(bool enforced) {
  for (Quota* quota :
       {&login_quota, &code_quota, &links_per_second, &links_per_day, &opens_per_day})
    quota->enforced = enforced;
}

}  // namespace hufu::mock::wechat
