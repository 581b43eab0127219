// Members of a token that may be there, and may be of any kind.
#include "claims.h"

namespace hufu::server {

const nlohmann::json* member(const nlohmann::json& object, const char* name) noexcept {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(name);
  return found == object.end() ? nullptr : &*found;
}

const std::string* text_member(const nlohmann::json& object, const char* name) noexcept {
  const nlohmann::json* value = member(object, name);
  return value == nullptr ? nullptr : value->get_ptr<const std::string*>();
}

std::optional<double> number_of(const nlohmann::json* value) noexcept {
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->get<double>();
}

}  // namespace hufu::server
