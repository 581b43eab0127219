// The two spellings of a bind code: ten symbols to type, and a longer secret inside a QR code (B1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::mock {

/// RFC 8628 section 6.1: no vowels, so no words; nothing that looks like something else.
inline constexpr std::string_view kCodeSymbols = "BCDFGHJKLMNPQRSTVWXZ";

/// `count` symbols with a dash in the middle: XXXXX-XXXXX.
std::string new_typed_code(std::size_t count);
/// 128 random bits as base64url.
std::string new_qr_secret();

/// What is hashed: upper case, without spaces and dashes. Nothing for anything but `count` symbols
/// of the alphabet: a code with other characters is refused, not repaired.
std::optional<std::string> normalise_typed_code(std::string_view text, std::size_t count);
bool looks_like_qr_secret(std::string_view text);

}  // namespace hufu::mock
