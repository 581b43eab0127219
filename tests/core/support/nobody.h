// That nobody is signed in, however one looks.
#pragma once

#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {

/// That a process tells this end of the session, and so does one that begins later.
inline void check_ended(Process& process, EndCause cause, std::string_view rule) {
  Process restarted(process.world);
  for (Process* each : {&process, &restarted}) {
    const SessionInfo session = each->call(CurrentSession{}).value();
    REQUIRE(session.ended);
    CHECK(name(session.ended->cause) == name(cause));
    CHECK(session.ended->rule == rule);
  }
}

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
