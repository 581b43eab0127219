// Mends the characters of a JSON text, so that a reader that refuses them can be asked about its
// grammar.
#pragma once

#include <string>
#include <string_view>

namespace hufu::test {

/// The text with U+FFFD in the place of invalid UTF-8 and of escapes of lone surrogates:
/// `JSON.stringify` and `json.dumps` write those for a name that was cut inside an emoji.
std::string mend(std::string_view text);

}  // namespace hufu::test
