// Decimal digits and doubles, exactly: by whole numbers of any length.
#pragma once

#include <cstdint>

namespace hufu::text {

/// Negative, zero or positive as digits × 10^exponent is less than, equal to or greater than
/// (mantissa + 1/2) × 2^power: the middle between a double and the next one up. The exponent is
/// within ±400.
int compare_with_middle(std::uint64_t digits, int exponent, std::uint64_t mantissa, int power);

/// mantissa × 2^power ÷ 10^exponent, rounded to the nearest whole number, which has to fit.
std::uint64_t nearest_digits(std::uint64_t mantissa, int power, int exponent);

}  // namespace hufu::text
