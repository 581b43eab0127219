// UTF-8, checked.
#pragma once

#include <cstddef>
#include <string_view>

namespace hufu::text {

/// The length of the well-formed sequence at the start of `text` (which is not empty); 0 if there
/// is none: Unicode 15, table 3-7, so no overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t utf8_length(std::string_view text);

}  // namespace hufu::text
