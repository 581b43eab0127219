// The parts of an absolute http or https URL.
#include "http/url.h"

#include <algorithm>

namespace hufu::mock {
namespace {

bool is_clean(std::string_view text) {
  return std::ranges::all_of(
      text, [](char symbol) { return symbol > 0x20 && symbol < 0x7f && symbol != '\\'; });
}

bool is_port(std::string_view text) {
  return !text.empty() && text.size() <= 5 &&
         std::ranges::all_of(text, [](char symbol) { return symbol >= '0' && symbol <= '9'; });
}

}  // namespace

std::optional<Url> parse_url(std::string_view text) {
  if (!is_clean(text)) return std::nullopt;
  Url url;
  if (text.starts_with("https://")) {
    url.scheme = "https";
    url.port = "443";
  } else if (text.starts_with("http://")) {
    url.scheme = "http";
    url.port = "80";
  } else {
    return std::nullopt;
  }
  text.remove_prefix(url.scheme.size() + 3);
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  std::string_view authority = text.substr(0, end);
  if (authority.find('@') != std::string_view::npos) return std::nullopt;
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && !authority.ends_with(']')) {
    url.port = std::string(authority.substr(colon + 1));
    if (!is_port(url.port)) return std::nullopt;
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']'))
    authority = authority.substr(1, authority.size() - 2);
  if (authority.empty()) return std::nullopt;
  url.host = std::string(authority);
  std::string_view rest = text.substr(end);
  rest = rest.substr(0, rest.find('#'));
  url.target = rest.starts_with('/') ? std::string(rest) : "/" + std::string(rest);
  return url;
}

}  // namespace hufu::mock
