// What a presented refresh token means for its session (R1-R3, B13). A pure decision: no database,
// no clock of its own.
#pragma once

#include "base/clock.h"
#include "settings/config.h"
#include "store/sessions.h"

namespace hufu::mock {

enum class Rotation {
  /// The current token: hand out the next generation.
  rotate,
  /// An answer got lost, or two asked at once: hand out the current generation again, byte for
  /// byte.
  repeat,
  /// Spent for good: somebody holds a copy. End the session.
  reuse,
  /// Of a generation that never was: ours it is not, and the session is not to blame.
  foreign,
};

Rotation decide_rotation(const Session& session, int presented, WallMs now_ms,
                         const RefreshReuse& rule);

/// Carries out `rotate` or `repeat` on the session; the caller saves it.
void apply_rotation(Session& session, Rotation rotation, int presented, WallMs now_ms,
                    const RefreshReuse& rule);

/// After a link, an unbinding or a merge: older access tokens end, the current refresh token leads
/// to a generation two ahead, and once that is in use nothing from before is anybody's parent any
/// more (B13).
void skip_generation(Session& session, WallMs now_ms);

}  // namespace hufu::mock
