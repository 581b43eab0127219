#include "time_left.h"

#include <algorithm>

namespace desktop {
namespace {

constexpr gint64 kSecondUs = 1'000'000;
constexpr gint64 kMinute = 60;

Glib::ustring counted(gint64 count, const char* what) {
  return "Good for " + std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

}  // namespace

void TimeLeft::start(hufu::Millis left_ms) {
  stop();
  ends_us_ = g_get_monotonic_time() + static_cast<gint64>(left_ms * 1000);
  if (!tell()) return;
  ticking_ = Glib::signal_timeout().connect_seconds([this] { return tell(); }, 1);
}

bool TimeLeft::tell() {
  const gint64 left_us = std::max<gint64>(ends_us_ - g_get_monotonic_time(), 0);
  const gint64 seconds = (left_us + kSecondUs - 1) / kSecondUs;
  const bool by_minutes = seconds >= 2 * kMinute;
  set_text(by_minutes ? counted(seconds / kMinute, "minute") : counted(seconds, "second"));
  return seconds > 0;
}

}  // namespace desktop
