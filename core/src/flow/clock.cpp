#include "flow/clock.h"

namespace hufu::flow {
namespace {

// The wall clock may be ahead of the uptime by this much before it counts as a sleep.
constexpr Millis kTolerance = 5'000;

Millis gap_of(Now host) { return host.wall.ms - host.uptime.ms; }

}  // namespace

void Clock::observe(Now host) {
  const Millis gap = gap_of(host);
  // A clock set forward looks alike; taking it for a sleep costs one refresh.
  const bool slept = has_slept(host);
  if (slept) slept_ms_ += gap - *gap_;
  // Below the tolerance the old gap is kept, so that many short sleeps add up.
  if (slept || !gap_ || gap < *gap_) gap_ = gap;
  wall_ = host.wall;
  uptime_ = Uptime{host.uptime.ms + slept_ms_};
}

bool Clock::has_slept(Now host) const noexcept {
  return gap_ && !uptime_counts_suspend_ && gap_of(host) > *gap_ + kTolerance;
}

}  // namespace hufu::flow
