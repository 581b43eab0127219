#include "text/headers.h"

#include <algorithm>

#include "text/ascii.h"

namespace hufu::text {

bool is_clean_header(std::string_view name, std::string_view value) noexcept {
  constexpr std::string_view kTokenSigns = "!#$%&'*+-.^_`|~";
  const auto in_token = [kTokenSigns](char c) {
    return is_alphanumeric(c) || kTokenSigns.find(c) != std::string_view::npos;
  };
  const auto in_value = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return c == '\t' || (byte >= 0x20 && byte != 0x7f);
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), in_token) &&
         std::all_of(value.begin(), value.end(), in_value);
}

bool is_clean_token(std::string_view token) noexcept {
  return !token.empty() &&
         std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c < 0x7f; });
}

bool is_page_type(std::string_view content_type) noexcept {
  const auto is = [&](std::string_view type) {
    return content_type.size() >= type.size() &&
           equals_ignoring_case(content_type.substr(0, type.size()), type);
  };
  return is("text/html") || is("application/xhtml");
}

}  // namespace hufu::text
