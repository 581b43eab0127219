// base64url without padding (RFC 4648, section 5): tokens, and bytes inside JSON.
#pragma once

#include <optional>
#include <string_view>

#include "base/text.h"

namespace hufu::text {

Text to_base64url(std::string_view bytes);

/// Nothing for foreign letters, padding, or bits left over that are not zero: each byte string has
/// exactly one spelling.
std::optional<Text> from_base64url(std::string_view text);

}  // namespace hufu::text
