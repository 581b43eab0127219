// The JSON body of a control call: what somebody wishes for, read with plain complaints.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "http/message.h"

namespace hufu::mock::control {

/// Every function throws `HttpError` 400 `invalid_request` with a sentence that names the member
/// and says what it has to be. Members nobody asks for are ignored, as on all routes.
class Wish {
 public:
  /// An empty body is `{}`; any other has to be a JSON object sent as application/json, no name
  /// twice.
  explicit Wish(const Request& request);

  std::string text(const char* name) const;
  std::string text_or(const char* name, std::string otherwise) const;
  /// Nothing if absent or null.
  std::optional<std::string> optional_text(const char* name) const;
  std::int64_t number_or(const char* name, std::int64_t least, std::int64_t most,
                         std::int64_t otherwise) const;
  std::optional<std::int64_t> optional_number(const char* name, std::int64_t least,
                                              std::int64_t most) const;
  bool flag_or(const char* name, bool otherwise) const;
  /// Null if absent.
  const nlohmann::json& value(const char* name) const;
  bool has(const char* name) const { return body_.contains(name); }
  std::vector<std::string> names() const;

 private:
  nlohmann::json body_;
};

}  // namespace hufu::mock::control
