// Members of a token that may be there, and may be of any kind.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace hufu::server {

/// The member; null if there is none, or this is no object.
const nlohmann::json* member(const nlohmann::json& object, const char* name) noexcept;
/// The text of that name; null if it is none.
const std::string* text_member(const nlohmann::json& object, const char* name) noexcept;
std::optional<double> number_of(const nlohmann::json* value) noexcept;

}  // namespace hufu::server
