// A signed token, taken apart.
#include <hufu/server/token.h>

#include <algorithm>
#include <optional>

#include "base64url.h"
#include "json_text.h"

namespace hufu::server {
namespace {

bool is_base64url_letter(char letter) noexcept {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '-' || letter == '_';
}

TokenFault open_part(std::string_view part, nlohmann::json& object) {
  const std::optional<std::string> text = decoded_base64url(part);
  if (!text) return TokenFault::form;
  switch (read_json(*text, object)) {
    case JsonFault::member_twice: return TokenFault::member_twice;
    case JsonFault::none: return object.is_object() ? TokenFault::none : TokenFault::json;
    default: return TokenFault::json;
  }
}

}  // namespace

bool is_token(std::string_view text) noexcept {
  if (text.size() > kMostTokenBytes || text.ends_with('.') || text.starts_with('.')) return false;
  if (std::ranges::count(text, '.') != 2 || text.find("..") != text.npos) return false;
  return std::ranges::all_of(
      text, [](char letter) { return letter == '.' || is_base64url_letter(letter); });
}

TokenFault open_token(std::string_view token, OpenedToken& opened) {
  if (token.size() > kMostTokenBytes) return TokenFault::too_long;
  if (std::ranges::count(token, '.') != 2) return TokenFault::form;
  const std::size_t first = token.find('.');
  const std::size_t second = token.rfind('.');
  std::optional<std::string> signature = decoded_base64url(token.substr(second + 1));
  if (!signature) return TokenFault::form;
  opened.signed_text = token.substr(0, second);
  opened.signature = std::move(*signature);
  const TokenFault fault = open_part(token.substr(0, first), opened.header);
  if (fault != TokenFault::none) return fault;
  return open_part(token.substr(first + 1, second - first - 1), opened.claims);
}

}  // namespace hufu::server
