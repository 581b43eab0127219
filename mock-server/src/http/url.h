// The parts of an absolute http or https URL.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hufu::mock {

struct Url {
  std::string scheme;
  std::string host;
  std::string port;
  /// Path and query, at least "/".
  std::string target;
};

/// Nothing for other schemes, user information, a missing host, or characters that have no place in
/// a request line.
std::optional<Url> parse_url(std::string_view text);

}  // namespace hufu::mock
