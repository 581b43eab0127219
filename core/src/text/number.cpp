#include "text/number.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "text/exact_decimal.h"

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

// A positive double as mantissa × 2^power, with all its 53 bits.
struct Parts {
  std::uint64_t mantissa;
  int power;
};

Parts parts_of(double value) {
  constexpr int kMantissaBits = 53;
  constexpr int kLowestPower = -1074;  // of the numbers that have fewer bits
  int exponent = kLowestPower + kMantissaBits;
  if (value != 0) std::frexp(value, &exponent);
  const int power = std::max(exponent - kMantissaBits, kLowestPower);
  return {static_cast<std::uint64_t>(std::ldexp(value, -power)), power};
}

// Whether digits × 10^exponent is nearer to the double above `value` than to it.
bool belongs_above(double value, std::uint64_t digits, int exponent) {
  const Parts parts = parts_of(value);
  const int side = compare_with_middle(digits, exponent, parts.mantissa, parts.power);
  return side > 0 || (side == 0 && parts.mantissa % 2 == 1);
}

// The double nearest to digits × 10^exponent; not finite if that is beyond all of them.
double nearest(std::uint64_t digits, int exponent) {
  constexpr int kFarAway = 400;
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (digits == 0 || exponent < -kFarAway) return 0;
  if (exponent > kFarAway) return kInfinity;
  double value = scale(static_cast<double>(digits), exponent);
  const bool is_exact = digits <= static_cast<std::uint64_t>(kExactIntegers) &&
                        exponent >= -kExactPowers && exponent <= kExactPowers;
  if (is_exact) return value;
  // A few units in the last place off, at most.
  if (!std::isfinite(value)) value = std::numeric_limits<double>::max();
  while (belongs_above(value, digits, exponent)) {
    value = std::nextafter(value, kInfinity);
    if (!std::isfinite(value)) return value;
  }
  while (value > 0 && !belongs_above(std::nextafter(value, 0), digits, exponent))
    value = std::nextafter(value, 0);
  return value;
}

// digits × 10^exponent
struct Decimal {
  std::uint64_t digits;
  int exponent;
};

constexpr std::uint64_t kSeventeenDigits = 100'000'000'000'000'000;  // no number of as many is more

// As many as tell every double from its neighbours.
Decimal seventeen_digits(double value) {
  constexpr double kLog10Of2 = 0.30102999566398120;
  const Parts parts = parts_of(value);
  int bits = 0;
  std::frexp(value, &bits);
  // One too many at most: a power of two is estimated, not the number itself.
  int exponent = static_cast<int>(std::floor(kLog10Of2 * (bits - 1))) - 16;
  std::uint64_t digits = nearest_digits(parts.mantissa, parts.power, exponent);
  if (digits >= kSeventeenDigits) digits = nearest_digits(parts.mantissa, parts.power, ++exponent);
  return {digits, exponent};
}

// With fewer digits, if one of the two such numbers beside it is still this value.
std::optional<Decimal> shortened(const Decimal& decimal, std::uint64_t unit, double value) {
  int places = 0;
  for (std::uint64_t rest = unit; rest > 1; rest /= 10)
    ++places;
  const int exponent = decimal.exponent + places;
  const std::uint64_t below = decimal.digits / unit;
  const std::uint64_t half_up = (decimal.digits + unit / 2) / unit;
  for (const std::uint64_t digits : {half_up, below, below + 1}) {
    if (nearest(digits, exponent) == value) return Decimal{digits, exponent};
  }
  return std::nullopt;
}

// `value` with a point before its last `places` digits: 25, 1 → 2.5; 25, 3 → 0.025.
void append_fixed(Text& out, std::uint64_t value, int places) {
  Text digits;
  append_integer(digits, static_cast<std::int64_t>(value));
  const auto behind = static_cast<std::size_t>(places);
  const std::size_t before = digits.size() > behind ? digits.size() - behind : 0;
  out += before > 0 ? digits.substr(0, before) : Text("0");
  out.push_back('.');
  for (std::size_t zeros = digits.size(); zeros < behind; ++zeros)
    out.push_back('0');
  out += digits.substr(before);
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
  number.value = nearest(digits, exponent);
  if (negative) number.value = -number.value;
  if (!std::isfinite(number.value)) return std::nullopt;
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (integral && all_kept && digits <= kLargest) {
    const auto whole = static_cast<std::int64_t>(digits);
    number.whole = negative ? -whole : whole;
  }
  return number;
}

void append_integer(Text& out, std::int64_t value) {
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

void append_number(Text& out, double value) {
  if (value < 0) out.push_back('-');
  const double size = std::fabs(value);
  Decimal decimal = seventeen_digits(size);
  for (std::uint64_t unit = kSeventeenDigits; unit > 1; unit /= 10) {
    const std::optional<Decimal> shorter = shortened(decimal, unit, size);
    if (!shorter) continue;
    decimal = *shorter;
    break;
  }
  for (; decimal.digits % 10 == 0 && decimal.digits != 0; decimal.digits /= 10)
    ++decimal.exponent;
  if (decimal.exponent < 0 && decimal.exponent >= kLowestPoint) {
    append_fixed(out, decimal.digits, -decimal.exponent);
    return;
  }
  append_integer(out, static_cast<std::int64_t>(decimal.digits));
  if (decimal.exponent != 0) {
    out.push_back('e');
    append_integer(out, decimal.exponent);
  }
}

}  // namespace hufu::text
