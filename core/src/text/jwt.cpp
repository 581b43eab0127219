#include "text/jwt.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/base64url.h"
#include "text/headers.h"
#include "text/json.h"

namespace hufu::text {

Value read_claims(std::string_view token) {
  const std::size_t first = token.find('.');
  const std::size_t second = token.find('.', first + 1);
  if (first == std::string_view::npos || second == std::string_view::npos) return {};
  if (!is_clean_token(token)) return {};
  const auto claims = from_base64url(token.substr(first + 1, second - first - 1));
  if (!claims) return {};
  auto value = json::parse(*claims);
  return value && value->is_object() ? *std::move(value) : Value();
}

bool is_compact_jwt(std::string_view token) {
  const auto fits = [](char c) { return is_alphanumeric(c) || c == '-' || c == '_' || c == '.'; };
  return std::all_of(token.begin(), token.end(), fits) && !read_claims(token).is_null();
}

}  // namespace hufu::text
