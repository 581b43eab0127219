// Escaped text, as `encodeURIComponent` makes it.
#include "percent.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace hufu::server {
namespace {

// As a reader of JSON sees it, who takes no other text.
bool is_utf8(const std::string& text) {
  try {
    static_cast<void>(nlohmann::json(text).dump());
    return true;
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

}  // namespace

std::optional<std::string> unescaped(std::string_view text) {
  if (text.find('%') == text.npos) return std::string(text);
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '%') {
      bytes.push_back(text[at]);
      continue;
    }
    unsigned char value = 0;
    const std::string_view digits = text.substr(at + 1, 2);
    const char* end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, value, 16);
    if (digits.size() != 2 || read.ec != std::errc() || read.ptr != end) return std::nullopt;
    bytes.push_back(static_cast<char>(value));
    at += 2;
  }
  return is_utf8(bytes) ? std::optional(std::move(bytes)) : std::nullopt;
}

}  // namespace hufu::server
