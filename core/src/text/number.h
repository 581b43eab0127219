// Numbers to and from text, alike on every platform and without the C library's large converters.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace hufu::text {

/// A number as JSON spells it: `-12`, `0.5`, `6.02e23`.
struct Number {
  double value = 0;
  std::optional<std::int64_t> whole;  ///< The exact value, if written as an integer that fits.
};

/// Converts what already has the grammar of a JSON number. Exact where the digits, taken as one
/// integer, stay below 2^53 and the power of ten within ±22; else within a few units in the last
/// place. Nothing if the number is beyond double.
std::optional<Number> read_number(std::string_view text);

/// Appends `value` in decimal.
void append_integer(std::string& out, std::int64_t value);

/// Appends the shortest spelling that `read_number` reads back exactly, where it finds one among
/// 2^53 digits; else one close by. `value` must be finite.
void append_number(std::string& out, double value);

}  // namespace hufu::text
