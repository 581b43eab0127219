// Reads a JSON request body strictly: what is asked for has to have its type and a sane length; the
// rest is ignored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "http/message.h"

namespace hufu::mock {

/// Every function throws `HttpError` 400 `invalid_request` naming the field, never its value. A
/// field that is null is absent.
class JsonBody {
 public:
  /// The body has to be one JSON object in UTF-8, no name twice, nested at most 16 deep, sent as
  /// application/json.
  explicit JsonBody(const Request& request);
  /// Or no body at all, which is an empty object.
  static JsonBody or_empty(const Request& request);

  /// A non-empty string of at most `limit_bytes`.
  std::string text(const std::string& name, std::size_t limit_bytes = kBodyLimitBytes) const;
  std::optional<std::string> optional_text(const std::string& name,
                                           std::size_t limit_bytes = kBodyLimitBytes) const;
  std::string text_or(const std::string& name, std::string otherwise) const;
  std::optional<std::int64_t> optional_number(const std::string& name, std::int64_t least,
                                              std::int64_t most) const;
  std::int64_t number_or(const std::string& name, std::int64_t least, std::int64_t most,
                         std::int64_t otherwise) const;
  bool flag_or(const std::string& name, bool otherwise) const;
  /// An object, or null where absent.
  nlohmann::json optional_object(const std::string& name) const;
  /// Whatever it is; null where absent.
  const nlohmann::json& value(const std::string& name) const;
  /// Also with null.
  bool has(const std::string& name) const { return object_.contains(name); }
  /// For what is written down: a misspelt field would be ignored, and nobody would notice.
  void allow_only(const std::vector<std::string>& names) const;

 private:
  JsonBody() = default;

  nlohmann::json object_ = nlohmann::json::object();
};

}  // namespace hufu::mock
