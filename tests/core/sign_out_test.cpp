// Leaving: C9 by enumeration, and what happens when the server or the store does not help.
#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {
namespace {

// Everything that was not answered yet, the given-up effects too, is answered late; a host may
// well have done what it was told to give up.
void deliver_everything(Process& process, bool cancelled_first) {
  const auto deliver_cancelled = [&] {
    while (!process.cancelled.empty()) {
      Pending late = process.cancelled.front();
      process.cancelled.erase(process.cancelled.begin());
      if (name(late.effect) == "lock") continue;  // the host gives it back by itself
      process.pending.push_front(late);
      if (!process.perform(late.id)) process.pending.pop_front();
    }
  };
  process.held_back = nullptr;
  if (cancelled_first) deliver_cancelled();
  process.run(10 * kMinute);
  deliver_cancelled();
  process.run(10 * kMinute);
}

void check_nobody_is_here(Process& process) {
  World& world = process.world;
  CHECK(process.state() == SessionState::signed_out);
  CHECK_FALSE(world.store.has_session());
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  CHECK(process.call(GetAccessToken{}).is(Errc::signed_out));
  CHECK(world.locks_at_rest());
  CHECK(process.pending.empty());
  Process restarted(world);
  CHECK(restarted.call(GetSession{}).value().state == SessionState::signed_out);
}

enum class Begin { refresh, silent, sign_in_with_code, sign_in_by_host, over_a_session };

void start(Process& process, Begin what) {
  SignInWithWechat how;
  if (what == Begin::refresh || what == Begin::silent) {
    process.begin(GetAccessToken{});
    process.begin(FetchProfile{});
    return;
  }
  if (what != Begin::sign_in_by_host) how.code = Secret("code-1");
  process.begin(std::move(how));
}

// One story, interrupted by a sign-out after `steps` answers. False once the story is over by then.
bool interrupt(Begin what, int steps, bool cancelled_first, bool host_has_locks, bool late_answer) {
  World world;
  world.host_has_locks = host_has_locks;
  Config with = config();
  with.silent_sign_in = what == Begin::silent;
  if (what == Begin::silent) {
    world.http = [&](const HttpEffect& request) -> Answer {
      if (request.flow == "refresh") return json_answer(400, R"({"error":"invalid_grant"})");
      return world.server(request);
    };
  }
  const bool has_session = what != Begin::sign_in_with_code && what != Begin::sign_in_by_host;
  if (has_session) world.store_session(kHour, 15 * kMinute);
  Process process(world, with);
  start(process, what);
  for (int i = 0; i < steps; ++i) {
    if (process.pending.empty()) return false;
    process.perform(process.pending.front().id);
  }
  if (process.pending.empty()) return false;

  // The answer that was due: given before anything of the sign-out, or after all of it.
  const Pending due = process.pending.front();
  const OperationId leaving = process.begin(SignOut{});
  if (late_answer) {
    std::vector<EffectId> old;
    for (const Pending& each : process.pending)
      old.push_back(each.id);
    process.held_back = [&](const Effect& effect) {
      return name(effect) == name(due.effect) && process.find(name(due.effect))->id == due.id;
    };
    process.run(kMinute);
  }
  deliver_everything(process, cancelled_first);
  INFO("story " << static_cast<int>(what) << " after " << steps << " answers, due "
                << name(due.effect) << (cancelled_first ? ", cancelled first" : "")
                << (host_has_locks ? ", locks" : "") << (late_answer ? ", late" : ""));
  for (const Pending& each : process.log)
    UNSCOPED_INFO(name(each.effect));
  CHECK(process.outcome<Nothing>(leaving));
  CHECK(process.events_of(EventKind::signed_out) == process.events_of(EventKind::signed_in));
  check_nobody_is_here(process);
  return true;
}

TEST_CASE("C9: a sign-out wins over a refresh and a sign-in at every point, in memory and store") {
  for (const Begin what : {Begin::refresh, Begin::silent, Begin::sign_in_with_code,
                           Begin::sign_in_by_host, Begin::over_a_session}) {
    for (const bool cancelled_first : {true, false}) {
      for (const bool locks : {true, false}) {
        for (const bool late : {true, false}) {
          int points = 0;
          while (interrupt(what, points, cancelled_first, locks, late))
            ++points;
          CHECK(points >= 3);
          CHECK(points < 40);
        }
      }
    }
  }
}

TEST_CASE("C9: a save that the host finishes late is erased after it") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = [](const Effect& effect) { return name(effect) == "save"; };
  process.begin(GetAccessToken{});
  process.settle();
  REQUIRE(process.find("save") != nullptr);
  const OperationId leaving = process.begin(SignOut{});
  process.settle();
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  REQUIRE(process.find("save") != nullptr);  // not given up: its end is waited for
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<Nothing>(leaving));
  check_nobody_is_here(process);
}

TEST_CASE("A sign-out that is itself given up has still signed out") {
  for (int steps = 0; steps < 4; ++steps) {
    INFO(steps);
    World world;
    world.store_session(0, 15 * kMinute);
    Process process(world);
    process.call(GetSession{}).value();
    const OperationId leaving = process.begin(SignOut{});
    for (int i = 0; i < steps && !process.pending.empty(); ++i) {
      process.perform(process.pending.front().id);
    }
    process.cancel(leaving);
    process.settle();
    CHECK(process.done.count(leaving) == (steps < 3 ? 0 : 1));
    check_nobody_is_here(process);
  }
}

TEST_CASE("A sign-in right after a sign-out is kept, even if the erasing had to wait") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  process.call(GetSession{}).value();
  process.held_back = [](const Effect& effect) { return name(effect) == "lock"; };
  process.begin(SignOut{});
  const EffectId erasing = process.find("lock")->id;
  SignInWithWechat how;
  how.code = Secret("code-2");
  const OperationId signing = process.begin(std::move(how));
  process.settle();
  REQUIRE(process.pending.size() == 2);
  process.perform(process.pending.back().id);  // the sign-in gets the lock first
  process.held_back = [&](const Effect& effect) {
    return name(effect) == "lock" && process.find("lock")->id == erasing;
  };
  process.settle();
  CHECK(process.outcome<SessionInfo>(signing));
  process.held_back = nullptr;
  process.settle();
  CHECK(process.state() == SessionState::signed_in);
  CHECK(world.store.has_session());
}

TEST_CASE("Local state goes even when the server cannot be reached") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.http = [](const HttpEffect&) { return FailedAnswer{Errc::network, "offline"}; };
  CHECK(process.call(SignOut{}));
  check_nobody_is_here(process);
}

TEST_CASE("global: here the person is out, but that others are not told is an error") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.http = [](const HttpEffect&) { return FailedAnswer{Errc::network, "offline"}; };
  SignOut everywhere;
  everywhere.scope = "global";
  CHECK(process.call(everywhere).is(Errc::network));
  check_nobody_is_here(process);
}

TEST_CASE("The scope is told to the server, with a token that lives") {
  for (const bool expired : {false, true}) {
    World world;
    world.store_session(expired ? kHour : 0, 15 * kMinute);
    Process process(world);
    SignOut everywhere;
    everywhere.scope = "global";
    CHECK(process.call(everywhere));
    CHECK(world.server.revoked);
    const auto* last = std::get_if<HttpEffect>(&process.log.back().effect);
    REQUIRE(last != nullptr);
    CHECK(last->url == "https://api.example.com/api/auth/logout?scope=global");
    CHECK(header(last->headers, "Authorization") == (expired ? "Bearer A2" : "Bearer A1"));
    check_nobody_is_here(process);
  }
}

TEST_CASE("others: this session stays") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.http = [](const HttpEffect&) { return HttpAnswer{204, {}, ""}; };
  SignOut others;
  others.scope = "others";
  CHECK(process.call(others));
  CHECK(process.state() == SessionState::signed_in);
  CHECK(world.store.has_session());
  CHECK(process.events_of(EventKind::signed_out) == 0);
}

TEST_CASE("An unknown scope is refused and nothing happens") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  SignOut wrong;
  wrong.scope = "everything";
  CHECK(process.call(wrong).is(Errc::invalid_argument));
  CHECK(process.call(GetAccessToken{}));
}

TEST_CASE("A store that cannot be erased is reported; asking again erases it") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  process.call(GetSession{}).value();
  world.store.erase_fails = true;
  CHECK(process.call(SignOut{}).is(Errc::store_unavailable));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events_of(EventKind::signed_out) == 1);
  CHECK(process.call(GetAccessToken{}).is(Errc::signed_out));
  world.store.erase_fails = false;
  CHECK(process.call(SignOut{}));
  check_nobody_is_here(process);
}

TEST_CASE("Signing out waits five seconds at most for another process, then leaves all the same") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process stuck(world);
  stuck.held_back = [](const Effect& effect) { return is_http(effect, "refresh"); };
  const OperationId waits = stuck.begin(GetAccessToken{});
  stuck.settle();
  Process process(world);
  const OperationId leaving = process.begin(SignOut{});
  process.run(6'000);
  CHECK(process.outcome<Nothing>(leaving));
  CHECK_FALSE(world.store.has_session());
  // The other process comes back with its answer, and finds that the session is gone.
  stuck.held_back = nullptr;
  stuck.settle();
  CHECK(stuck.outcome<AccessToken>(waits).error().action() == Action::sign_in_again);
  CHECK(stuck.state() == SessionState::signed_out);
  check_nobody_is_here(process);
}

TEST_CASE("Signing out twice, or when nobody is here, is no error and tells nothing") {
  World world;
  Process process(world);
  CHECK(process.call(SignOut{}));
  const OperationId one = process.begin(SignOut{});
  const OperationId two = process.begin(SignOut{});
  process.settle();
  CHECK(process.outcome<Nothing>(one));
  CHECK(process.outcome<Nothing>(two));
  CHECK(process.events.empty());
}

TEST_CASE("A sign-in that fails was no session, and a person who stays is not told to have left") {
  World world;
  world.http = [](const HttpEffect&) { return json_answer(503, ""); };
  Process process(world);
  SignInWithWechat how;
  how.code = Secret("code-1");
  process.held_back = [](const Effect& effect) { return is_http(effect, ""); };
  const OperationId signing = process.begin(how);
  process.settle();
  CHECK(process.state() == SessionState::signing_in);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<SessionInfo>(signing).is(Errc::server_unavailable));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events.empty());
}

TEST_CASE("A sign-in by the host that nobody waits for any more is given up") {
  World world;
  Process process(world);
  process.held_back = [](const Effect& effect) { return name(effect) == "credential"; };
  const OperationId one = process.begin(SignInWithWechat{});
  const OperationId two = process.begin(SignInWithWechat{});
  process.settle();
  CHECK(process.count("credential") == 1);
  process.cancel(one);
  CHECK(process.count("credential") == 1);
  process.cancel(two);
  CHECK(process.pending.empty());
  CHECK(process.cancelled.size() == 1);
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events.empty());
}

}  // namespace
}  // namespace hufu::test
