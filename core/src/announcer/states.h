// The public state: what it changes to, and what is told of that. core/README.md has it drawn, from
// this table and its comments (scripts/states.py).
#pragma once

#include <optional>
#include <span>

#include "hufu/session.h"

namespace hufu::announcer {

/// Signing in is a state that passes: nothing is told of it, but of how it ends.
struct Transition {
  SessionState from;
  SessionState to;
  std::optional<EventKind> told;
};

std::span<const Transition> transitions();

/// What is told when one state has come after another that is not the same, signing in aside.
EventKind event_of(SessionState from, SessionState to);

}  // namespace hufu::announcer
