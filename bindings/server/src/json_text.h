// JSON that others send.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace hufu::server {

/// What a text has turned out to be.
enum class JsonFault { none, no_json, too_deep, member_twice };

/// Reads it into `value`; not more than 64 lists and objects in one another, for readers of JSON
/// differ in how many they bear. Of a member that is there twice the last counts, and that is a
/// fault for who cares.
JsonFault read_json(std::string_view text, nlohmann::json& value);

}  // namespace hufu::server
