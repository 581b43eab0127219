// What a presented refresh token means for its session.
#include "people/rotation.h"

namespace hufu::mock {
namespace {

using Rule = RefreshReuse::Rule;

// Callers that asked at the same moment, and retries of a request that timed out, arrive within
// this.
constexpr WallMs kConcurrencyMs = 10'000;

bool is_from_before_a_link(const Session& session, int presented) {
  return session.admitted_counter >= 0 && presented >= session.admitted_counter &&
         presented <= session.counter - 2;
}

}  // namespace

Rotation decide_rotation(const Session& session, int presented, WallMs now_ms,
                         const RefreshReuse& rule) {
  if (presented > session.counter || presented < 1) return Rotation::foreign;
  if (presented == session.counter) return Rotation::rotate;
  if (is_from_before_a_link(session, presented))
    return session.confirmed ? Rotation::reuse : Rotation::repeat;
  const WallMs age_ms = now_ms - session.rotated_ms;
  switch (rule.rule) {
    case Rule::strict: return Rotation::reuse;
    case Rule::interval:
      return age_ms <= rule.interval.count() * 1000 ? Rotation::repeat : Rotation::reuse;
    case Rule::parent:
      if (presented != session.counter - 1) return Rotation::reuse;
      // Until the child has been seen in use its answer may have been lost, were it for weeks.
      return !session.confirmed || age_ms <= kConcurrencyMs ? Rotation::repeat : Rotation::reuse;
  }
  return Rotation::reuse;
}

void apply_rotation(Session& session, Rotation rotation, int presented, WallMs now_ms,
                    const RefreshReuse& rule) {
  if (rotation == Rotation::rotate) {
    ++session.counter;
    session.admitted_counter = -1;
    session.confirmed = false;
    session.rotated_ms = now_ms;
  } else if (rotation == Rotation::repeat && is_from_before_a_link(session, presented) &&
             rule.rule != Rule::parent) {
    // These rules know no confirmation: the token from before the link has now had its one
    // exchange.
    session.admitted_counter = -1;
    session.rotated_ms = now_ms;
  }
}

void skip_generation(Session& session, WallMs now_ms) {
  // While the current generation is unconfirmed its client may still hold the one before.
  const int oldest_held = session.confirmed ? session.counter : session.counter - 1;
  if (session.admitted_counter < 0 || session.confirmed) session.admitted_counter = oldest_held;
  session.counter += 2;
  session.confirmed = false;
  session.oldest_generation = session.counter;
  session.rotated_ms = now_ms;
}

}  // namespace hufu::mock
