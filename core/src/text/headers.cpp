#include "text/headers.h"

#include <algorithm>
#include <iterator>

#include "text/ascii.h"

namespace hufu::text {
namespace {

constexpr std::string_view kReserved[] = {
    "authorization", "x-platform",     "dpop",    "host", "connection",
    "keep-alive",    "content-length", "trailer", "te",   "transfer-encoding",
    "expect",        "http2-settings", "upgrade",
};

// CGI and WSGI servers read `X_Platform` as `X-Platform`.
constexpr char folded(char c) noexcept { return c == '_' ? '-' : to_lower(c); }

bool begins_with(std::string_view name, std::string_view lower) noexcept {
  return name.size() >= lower.size() &&
         std::equal(lower.begin(), lower.end(), name.begin(),
                    [](char ours, char theirs) { return ours == folded(theirs); });
}

}  // namespace

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

bool is_reserved_header(std::string_view name) noexcept {
  return begins_with(name, "proxy-") ||
         std::any_of(std::begin(kReserved), std::end(kReserved), [name](std::string_view reserved) {
           return name.size() == reserved.size() && begins_with(name, reserved);
         });
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
