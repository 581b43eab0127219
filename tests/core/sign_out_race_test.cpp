// C9: a sign-out wins over whatever is under way, at every point of it.
#include "nobody.h"

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

enum class Begin { refresh, silent, sign_in_with_code, sign_in_by_host, over_a_session };

OperationId start(Process& process, Begin what) {
  SignInWithWechat how;
  if (what == Begin::refresh || what == Begin::silent) {
    process.begin(FetchProfile{});
    return process.begin(CurrentAccessToken{});
  }
  if (what != Begin::sign_in_by_host) how.code = Secret("code-1");
  return process.begin(std::move(how));
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
  const OperationId interrupted = start(process, what);
  for (int i = 0; i < steps; ++i) {
    if (process.pending.empty()) return false;
    process.perform(process.pending.front().id);
  }
  if (process.pending.empty()) return false;

  // The answer that was due: given before anything of the sign-out, or after all of it.
  const Pending due = process.pending.front();
  const bool was_done = process.done.count(interrupted) != 0;
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
  CHECK((was_done || !process.done.at(interrupted)));
  CHECK(process.events_of(EventKind::signed_out) == process.events_of(EventKind::signed_in));
  check_nobody_is_here(process);
  // Where nobody was here yet there is nothing to tell of.
  if (!world.store.note().empty()) check_ended(process, EndCause::sign_out, "C9");
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
  process.begin(CurrentAccessToken{});
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
  for (int steps = 0; steps < 6; ++steps) {
    INFO(steps);
    World world;
    world.store_session(0, 15 * kMinute);
    Process process(world);
    process.call(CurrentSession{}).value();
    const OperationId leaving = process.begin(SignOut{});
    for (int i = 0; i < steps && !process.pending.empty(); ++i) {
      process.perform(process.pending.front().id);
    }
    process.cancel(leaving);
    process.settle();
    CHECK(process.done.count(leaving) == (steps < 5 ? 0 : 1));
    check_nobody_is_here(process);
  }
}

TEST_CASE("A sign-in right after a sign-out is kept, even if the erasing had to wait") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  process.call(CurrentSession{}).value();
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

}  // namespace
}  // namespace hufu::test
