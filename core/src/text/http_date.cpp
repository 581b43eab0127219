#include "text/http_date.h"

#include <algorithm>
#include <charconv>

#include "text/ascii.h"

namespace hufu::text {
namespace {

constexpr Millis kLongestWait = 3'600'000;

std::optional<int> parse_digits(std::string_view digits) noexcept {
  if (digits.empty() || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
  int value = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (parsed.ec != std::errc{}) return std::nullopt;
  return value;
}

// 1 to 12; 0 if it is no month.
int month_number(std::string_view month) noexcept {
  if (month.size() == 2) return parse_digits(month).value_or(0);
  constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const std::size_t at = kMonths.find(month);
  return month.size() == 3 && at != std::string_view::npos && at % 3 == 0
             ? static_cast<int>(at / 3) + 1
             : 0;
}

// Days since 1970-01-01 in the proleptic Gregorian calendar (Howard Hinnant, "days_from_civil").
long days_since_epoch(int year, int month, int day) noexcept {
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<long>(era) * 146097 + day_of_era - 719468;
}

// Where the three forms have what.
struct Fields {
  std::string_view year;
  std::string_view month;
  std::string_view day;
  std::string_view time;  // 08:49:37
};

std::optional<WallTime> moment(const Fields& at) noexcept {
  const auto written_year = parse_digits(at.year);
  const int month = month_number(at.month);
  const auto day = parse_digits(at.day.starts_with(' ') ? at.day.substr(1) : at.day);
  const auto hour = parse_digits(at.time.substr(0, 2));
  const auto minute = parse_digits(at.time.substr(3, 2));
  const auto second = parse_digits(at.time.substr(6, 2));
  if (!written_year || month == 0 || !day || !hour || !minute || !second) return std::nullopt;
  int year = *written_year;
  constexpr int kFirstOfThisCentury = 70;  // no date in HTTP is older than 1970
  if (at.year.size() == 2) year += year < kFirstOfThisCentury ? 2000 : 1900;
  const double days = static_cast<double>(days_since_epoch(year, month, *day));
  return WallTime{(((days * 24 + *hour) * 60 + *minute) * 60 + *second) * 1000.0};
}

}  // namespace

std::optional<WallTime> parse_http_date(std::string_view date) noexcept {
  // Sun Nov  6 08:49:37 1994
  if (date.size() == 24 && date[3] == ' ') {
    return moment({date.substr(20), date.substr(4, 3), date.substr(8, 2), date.substr(11, 8)});
  }
  const std::size_t comma = date.find(", ");
  if (comma == std::string_view::npos || !date.ends_with(" GMT")) return std::nullopt;
  date.remove_prefix(comma + 2);
  if (date.size() == 24) {  // 06 Nov 1994 08:49:37 GMT
    return moment({date.substr(7, 4), date.substr(3, 3), date.substr(0, 2), date.substr(12, 8)});
  }
  if (date.size() == 22) {  // 06-Nov-94 08:49:37 GMT
    return moment({date.substr(7, 2), date.substr(3, 3), date.substr(0, 2), date.substr(10, 8)});
  }
  return std::nullopt;
}

Millis parse_date(std::string_view date) noexcept {
  if (date.size() < 20) return 0;
  const char* at = date.data();
  const auto local = moment({{at, 4}, {at + 5, 2}, {at + 8, 2}, {at + 11, 8}});
  if (!local) return 0;
  const char* zone = at + date.size() - 6;  // +08:00
  Millis minutes = parse_digits({zone + 1, 2}).value_or(0) * 60;
  minutes += parse_digits({zone + 4, 2}).value_or(0);
  if (*zone != '+' && *zone != '-') minutes = 0;
  if (*zone == '-') minutes = -minutes;
  return std::max(0.0, local->ms - minutes * 60'000);
}

std::optional<Millis> parse_retry_after(std::string_view value, std::string_view date,
                                        WallTime server_now) noexcept {
  if (!value.empty() && std::all_of(value.begin(), value.end(), is_digit)) {
    const auto seconds = parse_digits(value);  // none: more than an int holds
    return seconds ? std::min(*seconds * 1000.0, kLongestWait) : kLongestWait;
  }
  const auto until = parse_http_date(value);
  if (!until) return std::nullopt;
  const WallTime from = parse_http_date(date).value_or(server_now);
  return std::clamp(until->ms - from.ms, 0.0, kLongestWait);
}

}  // namespace hufu::text
