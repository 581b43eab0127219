#include "text/url.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "text/ascii.h"

namespace hufu::text {
namespace {

std::string_view default_port(std::string_view scheme) noexcept {
  return equals_ignoring_case(scheme, "https") ? "443" : "80";
}

bool is_port(std::string_view port) noexcept {
  if (port.size() > 5 || !std::all_of(port.begin(), port.end(), is_digit)) return false;
  unsigned value = 0;
  for (char digit : port)
    value = value * 10 + static_cast<unsigned>(digit - '0');
  return value <= 65535;
}

std::string_view effective_port(const Url& url) noexcept {
  std::string_view port = url.port.empty() ? default_port(url.scheme) : url.port;
  while (port.size() > 1 && port.front() == '0')
    port.remove_prefix(1);
  return port;
}

// Where the port's colon is; an IPv6 address has colons of its own, inside its brackets.
std::size_t find_port_colon(std::string_view authority) noexcept {
  const std::size_t bracket = authority.rfind(']');
  return authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
}

// Whether a colon comes before any slash, question mark or hash (RFC 3986, 4.2).
bool has_scheme(std::string_view reference) noexcept {
  const std::size_t sign = reference.find_first_of(":/?#");
  return sign != std::string_view::npos && reference[sign] == ':';
}

// Spaces and control characters split header lines; browsers read a backslash as a slash.
constexpr unsigned char kFirstPrintable = 0x21;
constexpr unsigned char kDelete = 0x7f;

constexpr std::uint64_t in_each_byte(unsigned char byte) noexcept {
  return 0x0101010101010101u * byte;
}

// Not zero if any byte of `bytes` is below `limit`, which is at most 0x80.
constexpr std::uint64_t any_below(std::uint64_t bytes, unsigned char limit) noexcept {
  return (bytes - in_each_byte(limit)) & ~bytes & in_each_byte(0x80);
}

int hex_digit(char digit) {
  if (is_digit(digit)) return digit - '0';
  const char letter = to_lower(digit);
  return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
}

}  // namespace

// Eight bytes at a time: this is most of what signing a request costs. The subtraction borrows out
// of a byte only where that byte is below `limit`, so that "any" is exact (which one is not asked).
bool is_clean(std::string_view url) noexcept {
  std::size_t at = 0;
  for (; url.size() - at >= sizeof(std::uint64_t); at += sizeof(std::uint64_t)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, url.data() + at, sizeof bytes);
    const std::uint64_t dirty = any_below(bytes, kFirstPrintable) |
                                any_below(bytes ^ in_each_byte(kDelete), 1) |
                                any_below(bytes ^ in_each_byte('\\'), 1);
    if (dirty != 0) return false;
  }
  return std::none_of(url.begin() + at, url.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < kFirstPrintable || byte == kDelete || c == '\\';
  });
}

std::optional<Url> split_url(std::string_view url) noexcept {
  if (!is_clean(url)) return std::nullopt;
  Url parts;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return std::nullopt;
  parts.scheme = url.substr(0, colon);
  if (!equals_ignoring_case(parts.scheme, "https") && !equals_ignoring_case(parts.scheme, "http")) {
    return std::nullopt;
  }
  const std::string_view after = url.substr(colon + 3);
  const std::size_t end = std::min(after.find_first_of("/?#"), after.size());
  const std::string_view authority = after.substr(0, end);
  parts.rest = after.substr(end);
  if (authority.find('@') != std::string_view::npos) return std::nullopt;

  const std::size_t port_colon = find_port_colon(authority);
  parts.host = authority.substr(0, port_colon);
  if (port_colon != std::string_view::npos) parts.port = authority.substr(port_colon + 1);
  if (parts.host.empty() || !is_port(parts.port)) return std::nullopt;
  return parts;
}

bool same_origin(const Url& a, const Url& b) noexcept {
  return equals_ignoring_case(a.scheme, b.scheme) && equals_ignoring_case(a.host, b.host) &&
         effective_port(a) == effective_port(b);
}

Text origin_of(const Url& url) {
  Text origin = to_lower(url.scheme);
  origin.append("://").append(to_lower(url.host));
  const std::string_view port = effective_port(url);
  if (port != default_port(url.scheme)) origin.append(":").append(port);
  return origin;
}

Text place_of(std::string_view url) {
  const auto target = split_url(url);
  return target ? origin_of(*target) : "no plain http(s) URL";
}

bool is_loopback(std::string_view host) noexcept {
  if (equals_ignoring_case(host, "localhost") || host == "[::1]") return true;
  // 127.0.0.0/8 in dotted form only: "127.evil.example" is a name.
  return host.starts_with("127.") &&
         std::all_of(host.begin(), host.end(), [](char c) { return is_digit(c) || c == '.'; });
}

Text resolve_reference(const Url& base, std::string_view reference) {
  if (reference.empty()) return {};
  if (has_scheme(reference)) return Text(reference);
  if (reference.starts_with("//")) {
    return Text(base.scheme).append(":").append(reference);
  }
  Text url = origin_of(base);
  if (reference.front() == '/') return url.append(reference);
  const std::string_view path = base.rest.substr(0, base.rest.find_first_of("?#"));
  if (reference.front() == '?') return url.append(path).append(reference);
  const std::size_t slash = path.rfind('/');
  url.append(slash == std::string_view::npos ? std::string_view("/") : path.substr(0, slash + 1));
  return url.append(reference);
}

Text redirect_within_origin(std::string_view base, std::string_view reference) {
  const auto here = split_url(base);
  Text target = resolve_reference(*here, reference);
  const auto there = split_url(target);
  if (!there || !same_origin(*here, *there)) target.clear();
  return target;
}

bool is_whole_path(std::string_view path) noexcept {
  path = path.substr(0, path.find('?'));
  do {
    if (!path.starts_with('/')) return false;
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    if (segment.empty() || segment == "." || segment == "..") return false;
    path.remove_prefix(segment.size());
  } while (!path.empty());
  return true;
}

Text encode_component(std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  Text encoded;
  for (char c : value) {
    if (is_alphanumeric(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      encoded.push_back(c);
    } else {
      const auto byte = static_cast<unsigned char>(c);
      encoded.push_back('%');
      encoded.push_back(kHex[byte >> 4]);
      encoded.push_back(kHex[byte & 15]);
    }
  }
  return encoded;
}

Text decode_component(std::string_view text) {
  Text out;
  for (; !text.empty(); text.remove_prefix(1)) {
    const bool encoded =
        text.size() > 2 && text[0] == '%' && hex_digit(text[1]) >= 0 && hex_digit(text[2]) >= 0;
    if (!encoded) {
      out.push_back(text.front());
      continue;
    }
    out.push_back(static_cast<char>(hex_digit(text[1]) * 16 + hex_digit(text[2])));
    text.remove_prefix(2);
  }
  return out;
}

}  // namespace hufu::text
