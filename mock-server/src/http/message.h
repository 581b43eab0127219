// A request and a response as plain values: what handlers see, free of any network library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hufu::mock {

/// Header fields in the order of arrival; names are compared without regard to case.
class Headers {
 public:
  void add(std::string name, std::string value);
  /// Replaces every field of that name by this one.
  void set(std::string name, std::string value);
  /// The first value of that name.
  std::optional<std::string> find(std::string_view name) const;
  std::size_t count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return fields_; }

 private:
  std::vector<std::pair<std::string, std::string>> fields_;
};

inline constexpr std::size_t kBodyLimitBytes = 64 * 1024;

struct Request {
  std::string method;
  /// As it came on the request line, with the query.
  std::string target;
  /// The path of `target`, not decoded.
  std::string path;
  /// The pattern of the route that matched, for example "/api/bindings/{id}"; empty if none did.
  std::string route;
  /// Values of the `{name}` segments of the pattern, percent-decoded.
  std::map<std::string, std::string> parameters;
  /// Percent-decoded, `+` is a space; repeated names are kept.
  std::multimap<std::string, std::string> query;
  Headers headers;
  std::string body;
  /// Textual address of the peer, without the port.
  std::string remote_address;
  /// Fresh for each request, echoed in errors.
  std::string id;

  /// The first value of a query parameter.
  std::optional<std::string> query_value(const std::string& name) const;
  /// A path parameter that the route's pattern is known to have.
  const std::string& parameter(const std::string& name) const { return parameters.at(name); }
};

struct Response {
  int status = 200;
  Headers headers;
  std::string body;
};

/// JSON in UTF-8. Invalid UTF-8 inside strings is replaced, so that this never throws.
Response json_response(int status, const nlohmann::json& value);
Response text_response(int status, std::string text,
                       std::string content_type = "text/plain; charset=utf-8");
Response empty_response(int status);

/// Percent-decodes; nothing if an escape is malformed or the result is not UTF-8.
std::optional<std::string> decode_percent(std::string_view text, bool plus_is_space);
/// Escapes everything but RFC 3986 unreserved characters.
std::string encode_percent(std::string_view text);
/// Reads `a=b&c=d` (queries and form bodies); nothing if an escape is malformed.
std::optional<std::multimap<std::string, std::string>> parse_form(std::string_view text);

}  // namespace hufu::mock
