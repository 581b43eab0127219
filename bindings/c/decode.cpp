#include "decode.h"

namespace hufu::codec {

bool decode(const json::Value& from, std::string& into) {
  const std::string* text = from.text();
  if (text) into = *text;
  return text != nullptr;
}

bool decode(const json::Value& from, Secret& into) {
  const std::string* text = from.text();
  if (text) into = Secret(*text);
  return text != nullptr;
}

bool decode(const json::Value& from, bool& into) {
  const std::optional<bool> value = from.boolean();
  if (value) into = *value;
  return value.has_value();
}

bool decode(const json::Value& from, int& into) {
  const std::optional<std::int64_t> value = from.integer();
  if (!value || *value < std::numeric_limits<int>::min() ||
      *value > std::numeric_limits<int>::max()) {
    return false;
  }
  into = static_cast<int>(*value);
  return true;
}

bool decode(const json::Value& from, double& into) {
  const std::optional<double> value = from.number();
  if (value) into = *value;
  return value.has_value();
}

bool decode(const json::Value& from, Header& into) {
  const std::vector<json::Value>& pair = from.items();
  return pair.size() == 2 && decode(pair[0], into.name) && decode(pair[1], into.value);
}

}  // namespace hufu::codec
