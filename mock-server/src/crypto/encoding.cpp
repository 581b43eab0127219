// Bytes as text: hexadecimal, base32 and the two base64 alphabets.
#include "crypto/encoding.h"

#include <array>
#include <cstdint>

namespace hufu::mock {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// `width` bits for each symbol.
std::string encode(std::string_view bytes, std::string_view alphabet, int width) {
  std::string text;
  text.reserve(bytes.size() * 8 / static_cast<std::size_t>(width) + 1);
  const std::uint32_t mask = (1u << width) - 1;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char byte : bytes) {
    bits = (bits << 8) | static_cast<unsigned char>(byte);
    held += 8;
    while (held >= width) {
      held -= width;
      text += alphabet[(bits >> held) & mask];
    }
  }
  if (held > 0) text += alphabet[(bits << (width - held)) & mask];
  return text;
}

std::optional<std::string> decode(std::string_view text, std::string_view alphabet) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  std::uint32_t bits = 0;
  int held = 0;
  for (const char symbol : text) {
    const auto value = alphabet.find(symbol);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6) | static_cast<std::uint32_t>(value);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((bits >> held) & 0xff);
    }
  }
  // Left-over bits other than zero would make two texts decode alike.
  if ((bits & ((1u << held) - 1)) != 0) return std::nullopt;
  return bytes;
}

// Length of the well-formed UTF-8 sequence at the front; 0 if there is none (overlong, surrogate,
// cut, beyond U+10FFFF).
std::size_t sequence_length(std::string_view text) {
  const auto at = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t index = 1; index < length; ++index) {
    if ((at(index) & 0xc0) != 0x80) return 0;
  }
  if (first == 0xe0 && at(1) < 0xa0) return 0;
  if (first == 0xed && at(1) > 0x9f) return 0;
  if (first == 0xf0 && at(1) < 0x90) return 0;
  if (first == 0xf4 && at(1) > 0x8f) return 0;
  return length;
}

}  // namespace

std::string encode_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char byte : bytes) {
    const auto value = static_cast<unsigned char>(byte);
    text += digits[value >> 4];
    text += digits[value & 15];
  }
  return text;
}

std::string encode_base32(std::string_view bytes) {
  return encode(bytes, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 5);
}

std::string encode_base64(std::string_view bytes) {
  std::string text = encode(bytes, kStandard, 6);
  while (text.size() % 4 != 0)
    text += '=';
  return text;
}

std::optional<std::string> decode_base64(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  for (int padding = 0; padding < 2 && text.ends_with('='); ++padding)
    text.remove_suffix(1);
  return decode(text, kStandard);
}

std::string encode_base64url(std::string_view bytes) { return encode(bytes, kBase64urlSymbols, 6); }

std::optional<std::string> decode_base64url(std::string_view text) {
  return decode(text, kBase64urlSymbols);
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    const std::size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

}  // namespace hufu::mock
