// From the core's structs to JSON, by their own lists of fields.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "hufu/effects.h"
#include "hufu/result.h"
#include "hufu/secret.h"
#include "hufu/session.h"
#include "text/json.h"

namespace hufu::codec {

struct AnyVisitor {
  template <class Field>
  void operator()(std::string_view, Field&&) const {}
};

/// A struct that lists its fields.
template <class Struct>
concept HasFields = requires(const Struct& value) { Struct::fields(value, AnyVisitor()); };

inline json::Value encode(const std::string& value) { return value; }
inline json::Value encode(const Secret& value) { return value.reveal(); }
inline json::Value encode(bool value) { return value; }
inline json::Value encode(int value) { return value; }
inline json::Value encode(double value) { return value; }
json::Value encode(const Header& header);  ///< `["name", "value"]`
json::Value encode(Errc code);
json::Value encode(const Error& error);
inline json::Value encode(const Nothing&) { return json::Value::object(); }

template <class Enumeration>
  requires std::is_enum_v<Enumeration>
json::Value encode(Enumeration value) {
  return name(value);
}

template <HasFields Struct>
json::Value encode(const Struct& value);

/// What is not there is null.
template <class T>
json::Value encode(const std::optional<T>& value) {
  if (!value) return {};
  return encode(*value);
}

template <class T>
json::Value encode(const std::vector<T>& values) {
  json::Value list = json::Value::array();
  for (const T& value : values) list.push(encode(value));
  return list;
}

template <HasFields Struct>
json::Value encode(const Struct& value) {
  json::Value object = json::Value::object();
  Struct::fields(value, [&](std::string_view name, const auto& field) {
    object.set(name, encode(field));
  });
  return object;
}

}  // namespace hufu::codec
