#include "text/jwt.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/base64url.h"
#include "text/headers.h"

namespace hufu::text {

std::optional<json::Value> read_claims(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return std::nullopt;
  if (!is_clean_token(token)) return std::nullopt;
  const auto claims = from_base64url(token.substr(first + 1, second - first - 1));
  if (!claims) return std::nullopt;
  auto value = json::parse(*claims);
  if (!value || !value->is_object()) return std::nullopt;
  return value;
}

bool is_compact_jwt(std::string_view token) {
  const auto fits = [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; };
  return std::all_of(token.begin(), token.end(), fits) && read_claims(token);
}

}  // namespace hufu::text
