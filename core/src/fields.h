// One interface to the fields of every public struct, so that reading them from JSON, writing them
// and describing them exist once and not once for each struct: core.wasm has to stay small.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "enumerations.h"
#include "hufu/effects.h"
#include "hufu/operations.h"

namespace hufu {

/// What `describe()` calls the structs that outcomes consist of.
template <class Struct>
inline constexpr std::string_view kTypeName = "";
template <>
inline constexpr std::string_view kTypeName<Nothing> = "nothing";
template <>
inline constexpr std::string_view kTypeName<SessionInfo> = "session";
template <>
inline constexpr std::string_view kTypeName<User> = "user";
template <>
inline constexpr std::string_view kTypeName<AccessToken> = "access_token";
template <>
inline constexpr std::string_view kTypeName<FetchReply> = "fetch_reply";
template <>
inline constexpr std::string_view kTypeName<Identity> = "identity";
template <>
inline constexpr std::string_view kTypeName<Profile> = "profile";
template <>
inline constexpr std::string_view kTypeName<BindCode> = "bind_code";
template <>
inline constexpr std::string_view kTypeName<BindingPreview> = "binding_preview";
template <>
inline constexpr std::string_view kTypeName<Binding> = "binding";
template <>
inline constexpr std::string_view kTypeName<DevicePreview> = "device_preview";

/// What is done with each field; `Struct::fields(one, visitor)` calls it for all of them in order.
/// Structs inside structs are for outcomes, which are written: a reader never sees into them.
class FieldVisitor {
 public:
  virtual ~FieldVisitor() = default;

  virtual void operator()(std::string_view name, std::string& field) = 0;
  virtual void operator()(std::string_view name, Secret& field) = 0;
  virtual void operator()(std::string_view name, bool& field) = 0;
  virtual void operator()(std::string_view name, int& field) = 0;
  virtual void operator()(std::string_view name, double& field) = 0;
  virtual void operator()(std::string_view name, std::optional<std::string>& field) = 0;
  virtual void operator()(std::string_view name, std::optional<Secret>& field) = 0;
  virtual void operator()(std::string_view name, std::vector<std::string>& field) = 0;
  virtual void operator()(std::string_view name, std::vector<Header>& field) = 0;

  template <class E>
  requires std::is_enum_v<E>
  void operator()(std::string_view name, E& field) {
    field = static_cast<E>(enumerated(name, enumeration<E>(), static_cast<std::uint8_t>(field)));
  }
  template <class Struct>
  void operator()(std::string_view name, std::optional<Struct>& field) {
    if (!begin(name, kTypeName<Struct>, Shape::optional, field.has_value())) return;
    Struct::fields(*field, *this);
    end(Shape::optional);
  }
  template <class Struct>
  void operator()(std::string_view name, std::vector<Struct>& field) {
    if (!begin(name, kTypeName<Struct>, Shape::list, true)) return;
    for (Struct& one : field) {
      begin({}, kTypeName<Struct>, Shape::item, true);
      Struct::fields(one, *this);
      end(Shape::item);
    }
    end(Shape::list);
  }

 protected:
  enum class Shape : std::uint8_t { optional, list, item };

  /// Gives the value that the field shall have from now on.
  virtual std::uint8_t enumerated(std::string_view name, const Enumeration& type,
                                  std::uint8_t value) = 0;
  /// Whether to go on into what is there.
  virtual bool begin(std::string_view name, std::string_view type, Shape shape, bool present) = 0;
  virtual void end(Shape shape) = 0;
};

}  // namespace hufu
