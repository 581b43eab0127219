// UTF-8, checked.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/text.h"

namespace hufu::text {

/// The length of the well-formed sequence at the start of `text` (which is not empty); 0 if there
/// is none: Unicode 15, table 3-7, so no overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t utf8_length(std::string_view text);

/// How much at the start of `text`, where `utf8_length` is 0, one U+FFFD stands for: as much as
/// could have become a character (WHATWG Encoding, 8.1.1), so that every host shows the same.
std::size_t ill_formed_length(std::string_view text);

/// Appends the character of that number, which is no surrogate and at most U+10FFFF.
void append_utf8(Text& out, unsigned code);

inline constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  ///< U+FFFD

}  // namespace hufu::text
