#include "text/exact_decimal.h"

#include <algorithm>
#include <array>

namespace hufu::text {
namespace {

// 10^400, or 2^1075 times any 64 bits, has room.
constexpr std::size_t kLimbs = 48;
constexpr int kLimbBits = 32;
constexpr int kQuotientBits = 63;

struct Whole {
  std::array<std::uint32_t, kLimbs> limbs{};  // the lowest first

  explicit Whole(std::uint64_t value) {
    limbs[0] = static_cast<std::uint32_t>(value);
    limbs[1] = static_cast<std::uint32_t>(value >> kLimbBits);
  }

  void times(std::uint32_t factor) {
    std::uint64_t carry = 0;
    for (std::uint32_t& limb : limbs) {
      carry += std::uint64_t{limb} * factor;
      limb = static_cast<std::uint32_t>(carry);
      carry >>= kLimbBits;
    }
  }

  void times_power_of_ten(int exponent) {
    for (; exponent > 0; --exponent)
      times(10);
  }

  void times_power_of_two(int power) {
    for (; power >= kLimbBits - 1; power -= kLimbBits - 1)
      times(std::uint32_t{1} << (kLimbBits - 1));
    if (power > 0) times(std::uint32_t{1} << power);
  }

  void halve() {
    std::uint32_t from_above = 0;
    for (std::size_t at = kLimbs; at-- > 0;) {
      const std::uint32_t low_bit = limbs[at] & 1;
      limbs[at] = (limbs[at] >> 1) | (from_above << (kLimbBits - 1));
      from_above = low_bit;
    }
  }

  void minus(const Whole& other) {
    std::int64_t borrow = 0;
    for (std::size_t at = 0; at < kLimbs; ++at) {
      borrow += std::int64_t{limbs[at]} - other.limbs[at];
      limbs[at] = static_cast<std::uint32_t>(borrow);
      borrow >>= kLimbBits;
    }
  }

  int compare(const Whole& other) const {
    for (std::size_t at = kLimbs; at-- > 0;) {
      if (limbs[at] != other.limbs[at]) return limbs[at] < other.limbs[at] ? -1 : 1;
    }
    return 0;
  }
};

}  // namespace

int compare_with_middle(std::uint64_t digits, int exponent, std::uint64_t mantissa, int power) {
  Whole decimal(digits);
  Whole middle(2 * mantissa + 1);
  decimal.times_power_of_ten(exponent);
  middle.times_power_of_ten(-exponent);
  decimal.times_power_of_two(1 - power);
  middle.times_power_of_two(power - 1);
  return decimal.compare(middle);
}

std::uint64_t nearest_digits(std::uint64_t mantissa, int power, int exponent) {
  Whole rest(mantissa);
  Whole divisor(1);
  rest.times_power_of_two(power + 1);  // one bit more, to round by
  rest.times_power_of_ten(-exponent);
  divisor.times_power_of_two(-power - 1);
  divisor.times_power_of_ten(exponent);
  divisor.times_power_of_two(kQuotientBits);
  std::uint64_t quotient = 0;
  for (int bit = 0; bit <= kQuotientBits; ++bit) {
    quotient <<= 1;
    if (rest.compare(divisor) >= 0) {
      rest.minus(divisor);
      quotient |= 1;
    }
    divisor.halve();
  }
  return (quotient + 1) / 2;
}

}  // namespace hufu::text
