// Base64url as JOSE uses it: no padding, one spelling for each value.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::mock::jose {

/// Decodes RFC 4648 section 5 text without padding. Nothing for any other alphabet, for padding, for an impossible
/// length, or for left-over bits that are not zero: otherwise one token would have several spellings.
std::optional<std::string> decode_base64url(std::string_view text);

std::string encode_base64url(std::string_view bytes);

}  // namespace hufu::mock::jose
