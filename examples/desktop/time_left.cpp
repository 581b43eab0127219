#include "time_left.h"

#include <algorithm>
#include <string>

#include "words.h"

namespace desktop {
namespace {

constexpr gint64 kSecondUs = 1'000'000;
constexpr gint64 kMinute = 60;

Glib::ustring counted(gint64 count, const char* english, const char* chinese) {
  const std::string number = std::to_string(count);
  const std::string plural = count == 1 ? "" : "s";
  return words(("Good for " + number + " " + english + plural).c_str(),
               ("有效时间 " + number + " " + chinese).c_str());
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
  set_text(by_minutes ? counted(seconds / kMinute, "minute", "分钟")
                      : counted(seconds, "second", "秒"));
  return seconds > 0;
}

}  // namespace desktop
