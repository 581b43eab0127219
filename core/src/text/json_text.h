// The characters of a JSON text: what stands between its quotes.
#pragma once

#include <string_view>

#include "base/text.h"

namespace hufu::json {

/// What becomes of escapes of lone surrogates and of invalid UTF-8: refused, or U+FFFD.
/// `JSON.stringify` and `json.dumps` write such escapes for a name that was cut inside an emoji.
enum class Rule { strict, lenient };

/// Appends the text at the front of `rest` to `out`, whose opening quote has been taken, and takes
/// it with the closing one. False if it is none.
bool read_text(std::string_view& rest, Rule rule, Text& out);

}  // namespace hufu::json
