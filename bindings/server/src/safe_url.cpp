// Where keys may come from.
#include "safe_url.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "ascii.h"

namespace hufu::server {
namespace {

constexpr std::array<std::string_view, 3> kHere{"127.0.0.1", "localhost", "[::1]"};

struct Parts {
  std::string scheme;
  std::string host;
};

// A name before the host would only hide it.
Parts parts_of(std::string_view url) {
  const std::size_t colon = url.find("://");
  if (colon == url.npos) return {};
  std::string_view rest = url.substr(colon + 3);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.find_first_of("@\\") != rest.npos) return {};
  const std::size_t end = rest.starts_with('[') ? rest.find(']') + 1 : rest.find(':');
  return {lower_case(url.substr(0, colon)), lower_case(rest.substr(0, end))};
}

}  // namespace

std::string safe_url(std::string url) {
  const Parts parts = parts_of(url);
  const bool is_here = std::ranges::find(kHere, parts.host) != kHere.end();
  const bool is_safe =
      !parts.host.empty() && (parts.scheme == "https" || (parts.scheme == "http" && is_here));
  if (!is_safe) throw std::invalid_argument("Keys come over https only, not from " + url + ".");
  return url;
}

std::string project_of(std::string_view url) {
  const std::string host = parts_of(url).host;
  return host.substr(0, host.find('.'));
}

std::string without_slash(std::string url) {
  url.erase(url.find_last_not_of('/') + 1);
  return url;
}

}  // namespace hufu::server
