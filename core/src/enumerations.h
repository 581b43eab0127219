// How many values each public enumeration has, for whoever lists or reads them by name.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "hufu/config.h"
#include "hufu/effects.h"
#include "hufu/session.h"

namespace hufu {

template <class Enumeration>
inline constexpr Enumeration kLast{};
template <>
inline constexpr BackendKind kLast<BackendKind> = BackendKind::authing;
template <>
inline constexpr Platform kLast<Platform> = Platform::server;
template <>
inline constexpr SessionSource kLast<SessionSource> = SessionSource::borrowed;
template <>
inline constexpr SessionState kLast<SessionState> = SessionState::needs_user;
template <>
inline constexpr EventKind kLast<EventKind> = EventKind::store_failed;
template <>
inline constexpr CredentialKind kLast<CredentialKind> = CredentialKind::sign_out;
template <>
inline constexpr Action kLast<Action> = Action::fix_program;

template <class Enumeration>
constexpr std::size_t count_values() {
  return static_cast<std::size_t>(kLast<Enumeration>) + 1;
}

/// The value of that name, if there is one.
template <class Enumeration>
std::optional<Enumeration> find_value(std::string_view wanted) {
  for (std::size_t i = 0; i < count_values<Enumeration>(); ++i) {
    const auto value = static_cast<Enumeration>(i);
    if (name(value) == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace hufu
