// Bytes as text: hexadecimal, base32 and the two base64 alphabets. Decoders are strict and refuse
// what an encoder would not write.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::mock {

/// RFC 4648 section 5; most tokens and ids are made of these.
inline constexpr std::string_view kBase64urlSymbols =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string encode_hex(std::string_view bytes);
/// RFC 4648 section 6, without padding: as authenticators take secrets.
std::string encode_base32(std::string_view bytes);
/// With padding.
std::string encode_base64(std::string_view bytes);
std::optional<std::string> decode_base64(std::string_view text);
/// Without padding.
std::string encode_base64url(std::string_view bytes);
std::optional<std::string> decode_base64url(std::string_view text);

bool is_utf8(std::string_view text);

}  // namespace hufu::mock
