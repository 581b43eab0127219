#include "text/number.h"

#include <cmath>
#include <limits>

namespace hufu::text {
namespace {

constexpr double kExactIntegers = 9007199254740992.0;  // 2^53
constexpr int kExactPowers = 22;                       // 10^22 is the last exact power in a double

constexpr int kLowestPoint = -9;  // Smaller numbers are written with an exponent.

// 10^exponent by multiplication: exact up to 10^22, and the same bits on every machine.
double power_of_ten(int exponent) {
  double power = 1;
  for (int i = 0; i < exponent; ++i)
    power *= 10;
  return power;
}

double scale(double value, int exponent) {
  for (; exponent > kExactPowers; exponent -= kExactPowers)
    value *= power_of_ten(kExactPowers);
  for (; exponent < -kExactPowers; exponent += kExactPowers)
    value /= power_of_ten(kExactPowers);
  return exponent < 0 ? value / power_of_ten(-exponent) : value * power_of_ten(exponent);
}

// `value` with a point before its last `places` digits: 25, 1 → 2.5; 25, 3 → 0.025.
void append_fixed(std::string& out, std::int64_t value, int places) {
  std::string digits;
  append_integer(digits, value < 0 ? -value : value);
  const auto behind = static_cast<std::size_t>(places);
  if (digits.size() <= behind) digits.insert(0, behind + 1 - digits.size(), '0');
  digits.insert(digits.size() - behind, 1, '.');
  if (value < 0) out.push_back('-');
  out += digits;
}

}  // namespace

std::optional<Number> read_number(std::string_view text) {
  constexpr std::uint64_t kRoom = std::numeric_limits<std::uint64_t>::max() / 10 - 1;
  constexpr int kFarExponent = 100'000;  // beyond any double, and far from overflowing an int

  std::size_t at = 0;
  const bool negative = text.starts_with('-');
  if (negative) ++at;

  std::uint64_t digits = 0;
  int exponent = 0;
  bool integral = true;
  for (; at < text.size() && (text[at] == '.' || (text[at] >= '0' && text[at] <= '9')); ++at) {
    if (text[at] == '.') {
      integral = false;
      continue;
    }
    const bool kept = digits <= kRoom;
    if (kept) digits = digits * 10 + static_cast<std::uint64_t>(text[at] - '0');
    // A digit behind the point that counts lowers the power; one before it that does not, lifts it.
    if (kept && !integral && exponent > -kFarExponent) --exponent;
    if (!kept && integral && exponent < kFarExponent) ++exponent;
  }
  const bool all_kept = exponent <= 0;
  if (at < text.size()) {  // e or E
    integral = false;
    ++at;
    const bool down = text[at] == '-';
    if (text[at] == '-' || text[at] == '+') ++at;
    int power = 0;
    for (; at < text.size(); ++at) {
      if (power < kFarExponent) power = power * 10 + (text[at] - '0');
    }
    exponent += down ? -power : power;
  }

  Number number;
  number.value = digits == 0 ? 0 : scale(static_cast<double>(digits), exponent);
  if (negative) number.value = -number.value;
  if (!std::isfinite(number.value)) return std::nullopt;
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (integral && all_kept && digits <= kLargest) {
    const auto whole = static_cast<std::int64_t>(digits);
    number.whole = negative ? -whole : whole;
  }
  return number;
}

void append_integer(std::string& out, std::int64_t value) {
  auto rest = static_cast<std::uint64_t>(value);
  if (value < 0) {
    out.push_back('-');
    rest = 0 - rest;
  }
  char digits[20];
  std::size_t count = 0;
  do {
    digits[count++] = static_cast<char>('0' + rest % 10);
    rest /= 10;
  } while (rest != 0);
  while (count > 0)
    out.push_back(digits[--count]);
}

void append_number(std::string& out, double value) {
  // value = mantissa × 10^exponent, by the first exponent whose mantissa gives the same double
  // back; if there is none, by the one with the most digits.
  double mantissa = value;
  int exponent = 0;
  if (std::fabs(value) >= kExactIntegers) {
    while (std::fabs(mantissa) >= kExactIntegers)
      mantissa = std::round(scale(value, -++exponent));
    // Beyond 2^53 a quotient may be off by one.
    for (const double near : {mantissa - 1, mantissa + 1}) {
      if (scale(mantissa, exponent) != value && scale(near, exponent) == value) mantissa = near;
    }
    if (!std::isfinite(scale(mantissa, exponent))) mantissa -= std::copysign(1, mantissa);
  } else if (value != std::floor(value)) {
    constexpr int kLowest = -340;  // the smallest doubles have their first digit 324 places down
    for (int power = -1; power >= kLowest; --power) {
      const double next = std::round(scale(value, -power));
      if (std::fabs(next) >= kExactIntegers) break;
      mantissa = next;
      exponent = power;
      if (scale(next, power) == value) break;
    }
  }
  if (exponent < 0 && exponent >= kLowestPoint) {
    append_fixed(out, static_cast<std::int64_t>(mantissa), -exponent);
    return;
  }
  append_integer(out, static_cast<std::int64_t>(mantissa));
  if (exponent != 0) {
    out.push_back('e');
    append_integer(out, exponent);
  }
}

}  // namespace hufu::text
