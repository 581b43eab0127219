// From JSON to the core's structs, by their own lists of fields.
#pragma once

#include <cmath>
#include <concepts>
#include <limits>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "enumerations.h"
#include "hufu/effects.h"
#include "hufu/secret.h"
#include "text/json.h"

namespace hufu::codec {

bool decode(const json::Value& from, std::string& into);
bool decode(const json::Value& from, Secret& into);
bool decode(const json::Value& from, bool& into);
bool decode(const json::Value& from, int& into);
bool decode(const json::Value& from, double& into);
bool decode(const json::Value& from, Header& into);  ///< `["name", "value"]`

template <class Enumeration>
  requires std::is_enum_v<Enumeration>
bool decode(const json::Value& from, Enumeration& into) {
  const std::string* text = from.text();
  const auto value = text ? find_value<Enumeration>(*text) : std::nullopt;
  if (value) into = *value;
  return value.has_value();
}

template <class T>
bool decode(const json::Value& from, std::optional<T>& into) {
  if (from.is_null()) return true;
  return decode(from, into.emplace());
}

template <class T>
bool decode(const json::Value& from, std::vector<T>& into) {
  if (!from.is_array()) return false;
  for (const json::Value& item : from.items()) {
    if (!decode(item, into.emplace_back())) return false;
  }
  return true;
}

/// Fills the fields that `from` has; the others keep what they have. Gives the name of the first one
/// whose type is wrong, or nothing.
template <class Struct>
std::optional<std::string_view> decode_fields(const json::Value& from, Struct& into) {
  std::optional<std::string_view> wrong;
  Struct::fields(into, [&](std::string_view name, auto& field) {
    const json::Value* member = wrong ? nullptr : from.find(name);
    if (member && !decode(*member, field)) wrong = name;
  });
  return wrong;
}

}  // namespace hufu::codec
