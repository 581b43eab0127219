// Reads a JSON request body strictly: what is asked for has to have its type and a sane length; the
// rest is ignored.
#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "http/message.h"

namespace hufu::mock {

/// Every function throws `HttpError` 400 `invalid_request` naming the field, never its value.
class JsonBody {
 public:
  /// The body has to be one JSON object in UTF-8, no name twice, nested at most 16 deep, sent as
  /// application/json.
  explicit JsonBody(const Request& request);

  /// A non-empty string of at most `limit_bytes`.
  std::string text(const std::string& name, std::size_t limit_bytes) const;
  /// Nothing if absent or null.
  std::optional<std::string> optional_text(const std::string& name, std::size_t limit_bytes) const;
  /// For what is written down: a misspelt field would be ignored, and nobody would notice.
  void allow_only(const std::vector<std::string>& names) const;
  /// An object, or null where absent.
  nlohmann::json optional_object(const std::string& name) const;

 private:
  nlohmann::json object_;
};

/// True for text without control characters (line breaks and the bidirectional overrides among
/// them).
bool is_plain_text(const std::string& text);

}  // namespace hufu::mock
