#include "system/clock.h"

#include <ctime>

namespace hufu::native {
namespace {

#if defined(CLOCK_BOOTTIME)
// Linux: CLOCK_MONOTONIC, and std::chrono::steady_clock with it, stops in suspend.
constexpr clockid_t kUptimeClock = CLOCK_BOOTTIME;
constexpr bool kCountsSuspend = true;
#elif defined(__APPLE__)
// macOS: CLOCK_MONOTONIC is mach_continuous_time and goes on in sleep.
constexpr clockid_t kUptimeClock = CLOCK_MONOTONIC;
constexpr bool kCountsSuspend = true;
#else
constexpr clockid_t kUptimeClock = CLOCK_MONOTONIC;
constexpr bool kCountsSuspend = false;
#endif

Millis read(clockid_t clock) noexcept {
  timespec time{};
  clock_gettime(clock, &time);
  return static_cast<Millis>(time.tv_sec) * 1e3 + static_cast<Millis>(time.tv_nsec) / 1e6;
}

}  // namespace

Uptime uptime() noexcept { return Uptime{read(kUptimeClock)}; }

Now now() noexcept { return Now{WallTime{read(CLOCK_REALTIME)}, uptime()}; }

bool uptime_counts_suspend() noexcept { return kCountsSuspend; }

}  // namespace hufu::native
