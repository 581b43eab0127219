// Bytes as tokens, keys and cookies have them (RFC 4648, section 5).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::server {

/// What is encoded there; nothing if that is no such text. One text for the same bytes: stray bits
/// at the end are refused.
std::optional<std::string> decoded_base64url(std::string_view text);

}  // namespace hufu::server
