// That nobody is signed in, however one looks.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {

inline void check_nobody_is_here(Process& process) {
  World& world = process.world;
  CHECK(process.state() == SessionState::signed_out);
  CHECK_FALSE(world.store.has_session());
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
  CHECK(world.locks_at_rest());
  CHECK(process.pending.empty());
  Process restarted(world);
  CHECK(restarted.call(CurrentSession{}).value().state == SessionState::signed_out);
}

}  // namespace hufu::test
