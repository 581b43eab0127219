// URLs as far as signing needs them: which origin, and is it clean.
#pragma once

#include <optional>
#include <string_view>

#include "base/text.h"

namespace hufu::text {

/// The parts of an absolute http(s) URL; views into the text. `rest` begins with `/`, `?` or `#`,
/// or is empty.
struct Url {
  std::string_view scheme;
  std::string_view host;  ///< With its brackets, for IPv6.
  std::string_view port;  ///< Digits; empty if none was given.
  std::string_view rest;
};

/// Whether there is no control character, space or backslash in it. Does not allocate.
bool is_clean(std::string_view url) noexcept;

/// The parts, or nothing for: another scheme, a user name, an empty host, a port that is not a
/// number up to 65535, a control character, a space, a backslash. Does not allocate.
std::optional<Url> split_url(std::string_view url) noexcept;

/// Whether the two have the same scheme, host and port (RFC 6454); default ports are understood.
bool same_origin(const Url& a, const Url& b) noexcept;

/// `https://host:port` in lower case, without a default port.
Text origin_of(const Url& url);

/// Where a URL leads, for people: its origin. Path and query may hold secrets.
Text place_of(std::string_view url);

/// `localhost`, `127.0.0.0/8` or `[::1]`.
bool is_loopback(std::string_view host) noexcept;

/// What `Location: reference` means in the answer to a request to `base`; empty if nothing.
Text resolve_reference(const Url& base, std::string_view reference);

/// The same for a URL that may be followed with a token: empty if it leaves the origin of `base`.
Text redirect_within_origin(std::string_view base, std::string_view reference);

/// Whether it begins with `/` and no segment is empty, `.` or `..`: hosts fold such segments, and
/// would ask for another resource.
bool is_whole_path(std::string_view path) noexcept;

/// Percent-encodes everything but unreserved characters (RFC 3986, 2.3): for one path segment or
/// query value.
Text encode_component(std::string_view value);

/// Undoes it, once. What cannot be decoded stays as it is.
Text decode_component(std::string_view text);

}  // namespace hufu::text
