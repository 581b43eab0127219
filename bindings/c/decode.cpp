#include "decode.h"

#include <limits>

namespace hufu::codec {

using json::Value;

bool decode(const Value& from, std::string& into) {
  const std::string* text = from.text();
  if (text) into = *text;
  return text != nullptr;
}

bool decode(const Value& from, Secret& into) {
  const std::string* text = from.text();
  if (text) into = Secret(*text);
  return text != nullptr;
}

bool decode(const Value& from, int& into) {
  const std::optional<std::int64_t> value = from.integer();
  const bool fits = value && *value >= std::numeric_limits<int>::min() &&
                    *value <= std::numeric_limits<int>::max();
  if (fits) into = static_cast<int>(*value);
  return fits;
}

bool decode(const Value& from, std::vector<Header>& into) {
  for (const Value& item : from.items()) {
    const std::vector<Value>& pair = item.items();
    Header& header = into.emplace_back();
    if (pair.size() != 2 || !decode(pair[0], header.name) || !decode(pair[1], header.value)) {
      return false;
    }
  }
  return from.is_array();
}

const Value* FieldReader::member(std::string_view name) const {
  return wrong_ ? nullptr : from_.find(name);
}

void FieldReader::check(std::string_view name, bool right) {
  if (!right) wrong_ = name;
}

void FieldReader::operator()(std::string_view name, std::string& field) {
  if (const Value* value = member(name)) check(name, decode(*value, field));
}

void FieldReader::operator()(std::string_view name, Secret& field) {
  if (const Value* value = member(name)) check(name, decode(*value, field));
}

void FieldReader::operator()(std::string_view name, bool& field) {
  if (const Value* value = member(name)) {
    check(name, value->is_bool());
    field = value->boolean().value_or(field);
  }
}

void FieldReader::operator()(std::string_view name, int& field) {
  if (const Value* value = member(name)) check(name, decode(*value, field));
}

void FieldReader::operator()(std::string_view name, double& field) {
  if (const Value* value = member(name)) {
    check(name, value->is_number());
    field = value->number().value_or(field);
  }
}

void FieldReader::operator()(std::string_view name, std::optional<std::string>& field) {
  const Value* value = member(name);
  if (value && !value->is_null()) check(name, decode(*value, field.emplace()));
}

void FieldReader::operator()(std::string_view name, std::optional<Secret>& field) {
  const Value* value = member(name);
  if (value && !value->is_null()) check(name, decode(*value, field.emplace()));
}

void FieldReader::operator()(std::string_view name, std::vector<std::string>& field) {
  const Value* value = member(name);
  if (!value) return;
  check(name, value->is_array());
  for (const Value& item : value->items())
    check(name, decode(item, field.emplace_back()));
}

void FieldReader::operator()(std::string_view name, std::vector<Header>& field) {
  if (const Value* value = member(name)) check(name, decode(*value, field));
}

std::uint8_t FieldReader::enumerated(std::string_view name, const Enumeration& type,
                                     std::uint8_t value) {
  const Value* chosen = member(name);
  if (!chosen) return value;
  const std::string* text = chosen->text();
  for (std::uint8_t one = 0; text && one < type.count; ++one) {
    if (type.value_name(one) == *text) return one;
  }
  check(name, false);
  return value;
}

}  // namespace hufu::codec
