#include "text/base64url.h"

#include <cstdint>

namespace hufu::text {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

}  // namespace

Text to_base64url(std::string_view bytes) {
  Text out;
  std::uint32_t pending = 0;
  int bits = 0;
  for (const char byte : bytes) {
    pending = pending << 8 | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6)
      out.push_back(kAlphabet[pending >> (bits - 6) & 63]);
  }
  if (bits > 0) out.push_back(kAlphabet[pending << (6 - bits) & 63]);
  return out;
}

std::optional<Text> from_base64url(std::string_view text) {
  Text out;
  std::uint32_t pending = 0;
  int bits = 0;
  for (const char letter : text) {
    const std::size_t value = kAlphabet.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    pending = pending << 6 | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<char>(pending >> bits & 255));
    }
  }
  const bool leftover = (pending & ((1U << bits) - 1)) != 0;
  if (bits >= 6 || leftover) return std::nullopt;
  return out;
}

}  // namespace hufu::text
