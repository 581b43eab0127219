// How JSON that others have made is looked at: what is missing or of another type is not there.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace hufu::mock {

/// The text of that name; empty where there is none, and where `object` is no object.
std::string text_of(const nlohmann::json& object, const char* name);

}  // namespace hufu::mock
