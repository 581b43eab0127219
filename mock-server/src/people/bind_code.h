// The two spellings of a bind code: ten symbols to type, and a longer secret inside a QR code (B1).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::mock {

/// RFC 8628 section 6.1: no vowels, so no words; nothing that looks like something else.
inline constexpr std::string_view kCodeSymbols = "BCDFGHJKLMNPQRSTVWXZ";

/// 43 bits: with the limits, guessing any live code stays below 1 in 1000 (B1).
inline constexpr std::size_t kCodeSymbolCount = 10;

/// Of the number that one side shows and the other types: one guess in a hundred, three times, and
/// no more (B5).
inline constexpr int kNumberTries = 3;

/// XXXXX-XXXXX.
std::string new_typed_code();
/// As people read it, with the dash.
std::string with_dash(std::string symbols);
/// 128 random bits as base64url.
std::string new_qr_secret();

/// What is hashed: upper case, without spaces and dashes. Nothing for anything but ten symbols of
/// the alphabet: a code with other characters is refused, not repaired.
std::optional<std::string> normalise_typed_code(std::string_view text);
bool looks_like_qr_secret(std::string_view text);

}  // namespace hufu::mock
