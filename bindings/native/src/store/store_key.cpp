#include <cstdint>

#include <hufu/native/file_store.h>

#include "system/crypto.h"

namespace hufu::native {
namespace {

constexpr std::string_view kNotAKey =
    "the store key must be 32 bytes, as 64 hexadecimal digits or as base64 "
    "(for example the output of: openssl rand -base64 32)";

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

int base64_value(char digit) {
  if (digit >= 'A' && digit <= 'Z') return digit - 'A';
  if (digit >= 'a' && digit <= 'z') return digit - 'a' + 26;
  if (digit >= '0' && digit <= '9') return digit - '0' + 52;
  if (digit == '+' || digit == '-') return 62;
  if (digit == '/' || digit == '_') return 63;
  return -1;
}

/// The bits of `digits`, `width` of them from each, as whole bytes; empty if one is not a digit.
std::string pack(std::string_view digits, unsigned width, int (*value_of)(char)) {
  std::string bytes;
  bytes.reserve(kKeyBytes + 1);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char digit : digits) {
    const int value = value_of(digit);
    if (value < 0) return {};
    bits = (bits << width) | static_cast<std::uint32_t>(value);
    held += width;
    if (held >= 8) {
      held -= 8;
      bytes.push_back(static_cast<char>((bits >> held) & 0xffU));
    }
  }
  return bytes;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

}  // namespace

Result<Secret> read_store_key(std::string_view text) {
  text = trim(text);
  std::string bytes;
  if (text.size() == 2 * kKeyBytes) {
    bytes = pack(text, 4, hex_value);
  } else if (text.size() == 43 || (text.size() == 44 && text.back() == '=')) {
    bytes = pack(text.substr(0, 43), 6, base64_value);
  }
  if (bytes.size() != kKeyBytes) {
    wipe(bytes);
    return Error{Errc::invalid_argument, std::string(kNotAKey), 0, 0};
  }
  return Secret(std::move(bytes));
}

}  // namespace hufu::native
