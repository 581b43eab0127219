// Numbers to and from text, alike on every platform and without the C library's large converters.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/text.h"

namespace hufu::text {

/// A number as JSON spells it: `-12`, `0.5`, `6.02e23`.
struct Number {
  double value = 0;
  std::optional<std::int64_t> whole;  ///< The exact value, if written as an integer that fits.
};

/// Converts what already has the grammar of a JSON number: the nearest double, by the first 19
/// digits. Nothing if the number is beyond double.
std::optional<Number> read_number(std::string_view text);

/// Appends `value` in decimal.
void append_integer(Text& out, std::int64_t value);

/// Appends the shortest spelling that `read_number` reads back as the same double. `value` must be
/// finite.
void append_number(Text& out, double value);

}  // namespace hufu::text
