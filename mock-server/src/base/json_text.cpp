// How JSON that others have made is looked at.
#include "base/json_text.h"

#include <nlohmann/json.hpp>

namespace hufu::mock {

std::string text_of(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace hufu::mock
