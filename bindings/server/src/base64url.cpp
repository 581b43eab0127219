// Bytes as tokens, keys and cookies have them. OpenSSL's decoder knows only the other alphabet, and
// passes over blanks.
#include "base64url.h"

#include <array>
#include <cstdint>

namespace hufu::server {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint8_t kNone = 0xff;

constexpr auto kValues = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNone);
  for (std::size_t at = 0; at < kAlphabet.size(); ++at)
    values[static_cast<unsigned char>(kAlphabet[at])] = static_cast<std::uint8_t>(at);
  return values;
}();

}  // namespace

std::optional<std::string> decoded_base64url(std::string_view text) {
  if (text.size() % 4 == 1) return std::nullopt;
  std::string bytes;
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int count = 0;
  for (const char letter : text) {
    const std::uint8_t value = kValues[static_cast<unsigned char>(letter)];
    if (value == kNone) return std::nullopt;
    bits = bits << 6 | value;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.push_back(static_cast<char>(bits >> count & 0xff));
  }
  const bool has_stray_bits = (bits & ((1U << count) - 1)) != 0;
  return has_stray_bits ? std::nullopt : std::optional(std::move(bytes));
}

}  // namespace hufu::server
