// The public enumerations for whoever lists them or reads them by name.
#pragma once

#include <cstdint>
#include <string_view>

#include "hufu/config.h"
#include "hufu/effects.h"
#include "hufu/operations.h"
#include "hufu/session.h"

namespace hufu {

/// Its name in `describe()`, and its last value.
template <class Enumeration>
struct EnumerationTraits;
template <>
struct EnumerationTraits<Platform> {
  static constexpr std::string_view kName = "platform";
  static constexpr Platform kLast = Platform::server;
};
template <>
struct EnumerationTraits<SessionSource> {
  static constexpr std::string_view kName = "session_source";
  static constexpr SessionSource kLast = SessionSource::borrowed;
};
template <>
struct EnumerationTraits<SessionState> {
  static constexpr std::string_view kName = "state";
  static constexpr SessionState kLast = SessionState::needs_user;
};
template <>
struct EnumerationTraits<EndCause> {
  static constexpr std::string_view kName = "end_cause";
  static constexpr EndCause kLast = EndCause::not_lent;
};
template <>
struct EnumerationTraits<SignUpState> {
  static constexpr std::string_view kName = "sign_up_state";
  static constexpr SignUpState kLast = SignUpState::confirmation_pending;
};
template <>
struct EnumerationTraits<SentAs> {
  static constexpr std::string_view kName = "sent_as";
  static constexpr SentAs kLast = SentAs::link;
};
template <>
struct EnumerationTraits<EventKind> {
  static constexpr std::string_view kName = "event";
  static constexpr EventKind kLast = EventKind::assurance_changed;
};
template <>
struct EnumerationTraits<CredentialKind> {
  static constexpr std::string_view kName = "credential";
  static constexpr CredentialKind kLast = CredentialKind::sign_out;
};
template <>
struct EnumerationTraits<Action> {
  static constexpr std::string_view kName = "action";
  static constexpr Action kLast = Action::fix_program;
};

/// A public enumeration with its type gone: its name, how many values it has, and theirs.
struct Enumeration {
  std::string_view name;
  std::uint8_t count;
  std::string_view (*value_name)(std::uint8_t value);
};

template <class E>
Enumeration enumeration() {
  using Traits = EnumerationTraits<E>;
  return {Traits::kName, static_cast<std::uint8_t>(Traits::kLast) + 1,
          [](std::uint8_t value) { return name(static_cast<E>(value)); }};
}

/// How many there are: the dialects have a table of their own.
std::uint8_t dialect_count();

template <>
inline Enumeration enumeration<BackendKind>() {
  return {"backend", dialect_count(),
          [](std::uint8_t value) { return name(static_cast<BackendKind>(value)); }};
}

}  // namespace hufu
