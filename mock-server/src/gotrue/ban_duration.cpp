// `ban_duration` of GoTrue's admin calls.
#include "gotrue/ban_duration.h"

#include <array>
#include <charconv>
#include <utility>

namespace hufu::mock::gotrue {
namespace {

// "ms" before "m" and "s": the longest unit that fits is meant.
constexpr std::array<std::pair<std::string_view, double>, 7> kUnits = {{{"ns", 1e-6},
                                                                        {"us", 1e-3},
                                                                        {"µs", 1e-3},
                                                                        {"ms", 1},
                                                                        {"h", 3'600'000},
                                                                        {"m", 60'000},
                                                                        {"s", 1'000}}};
constexpr double kLongestMs = 100.0 * 366 * 24 * 3'600'000;

std::optional<double> take_number(std::string_view& text) {
  const std::size_t end = text.find_first_not_of("0123456789.");
  const std::string_view digits = text.substr(0, end);
  double number = 0;
  const auto [stop, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), number,
                                             std::chars_format::fixed);
  if (fault != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  text.remove_prefix(digits.size());
  return number;
}

std::optional<double> take_unit(std::string_view& text) {
  for (const auto& [name, ms] : kUnits) {
    if (!text.starts_with(name)) continue;
    text.remove_prefix(name.size());
    return ms;
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> read_duration_ms(std::string_view text) {
  if (text == "none" || text == "0") return 0;
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  double sum_ms = 0;
  while (!text.empty()) {
    const std::optional<double> number = take_number(text);
    const std::optional<double> unit_ms = number ? take_unit(text) : std::nullopt;
    if (!unit_ms) return std::nullopt;
    sum_ms += *number * *unit_ms;
    if (sum_ms > kLongestMs) return std::nullopt;
  }
  return static_cast<std::int64_t>(is_negative ? -sum_ms : sum_ms);
}

}  // namespace hufu::mock::gotrue
