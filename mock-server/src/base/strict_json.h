// JSON that decides something: an object, and no name twice in any object.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace hufu::mock {

enum class JsonFault { none, malformed, duplicate_name };

/// Parses `text` into `object`. RFC 7519 section 4 lets a reader either refuse repeated claim names
/// or take the last; two readers that differ in this disagree about who the token is for, so they
/// are refused.
JsonFault parse_strict_object(std::string_view text, nlohmann::json& object);

}  // namespace hufu::mock
