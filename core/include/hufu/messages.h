// What a client tells its driver, in order.
#pragma once

#include <variant>

#include "hufu/effects.h"
#include "hufu/operations.h"
#include "hufu/result.h"
#include "hufu/session.h"

namespace hufu {

/// Do this and answer with `resolve`.
struct EffectMessage {
  EffectId id{};
  Effect effect;
};

/// Effect `id` is no longer wanted; stop it if that is easy. Its answer will be ignored. A lock
/// that was granted meanwhile must be given back by the host.
struct CancelMessage {
  EffectId id{};
};

/// Operation `operation` has ended; it is not mentioned again.
struct DoneMessage {
  OperationId operation{};
  Result<Outcome> outcome;
};

/// The session changed.
struct EventMessage {
  Event event;
};

using Message = std::variant<EffectMessage, CancelMessage, DoneMessage, EventMessage>;

}  // namespace hufu
