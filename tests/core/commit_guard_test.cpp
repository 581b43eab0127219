// What was written while we asked the server stays: the commit guard, and R6 d.
#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {
namespace {

bool is_refresh(const Effect& effect) { return is_http(effect, "refresh"); }

TEST_CASE("Commit guard: a session that was erased during the request stays erased") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = is_refresh;
  const OperationId asked = process.begin(CurrentAccessToken{});
  process.settle();
  world.store.texts.clear();
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<AccessToken>(asked).is(Errc::signed_out));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events_of(EventKind::signed_out) == 1);
  CHECK_FALSE(world.store.has_session());
  CHECK(process.call(CurrentSession{}).value().ended.value().cause == EndCause::store_emptied);
  CHECK(world.locks_at_rest());
}

TEST_CASE("Commit guard: another sign-in during the request is not written over") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = is_refresh;
  const OperationId asked = process.begin(CurrentAccessToken{});
  process.settle();
  world.server.generation = 7;
  world.store_session(0, 15 * kMinute);
  const std::string newer = world.store.session();
  process.answer(process.find("http")->id,
                 json_answer(200, R"({"token":"A2","refreshToken":"R2","expiresIn":900})"));
  process.settle();
  CHECK(process.outcome<AccessToken>(asked).value().token.reveal() == "A7");
  CHECK(process.events_of(EventKind::refreshed) == 1);
  CHECK(world.store.session() == newer);
  CHECK(world.locks_at_rest());
}

TEST_CASE(
    "On a host without locks a sign-in during a refresh wins, whatever the order of answers") {
  for (const bool save_first : {true, false}) {
    World world;
    world.host_has_locks = false;
    world.store_session(kHour, 15 * kMinute);
    Process process(world);
    process.held_back = is_refresh;
    process.begin(CurrentAccessToken{});
    process.settle();
    // The commit guard's own reading of the store is under way, with the old record in it.
    process.held_back = [](const Effect& effect) { return name(effect) == "load"; };
    process.perform(process.find("http")->id);
    const std::string old = world.store.session();
    world.server.generation = 9;
    SignInWithWechat how;
    how.code = Secret("code-2");
    const OperationId signing = process.begin(std::move(how));
    if (save_first) process.settle();
    REQUIRE(process.find("load") != nullptr);
    process.answer(process.find("load")->id, LoadAnswer{Secret(old)});
    process.held_back = nullptr;
    process.settle();
    CHECK(process.outcome<SessionInfo>(signing));
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A9");
    CHECK(world.store.session().find("A9") != std::string::npos);
  }
}

TEST_CASE("Another person who has signed in in another process is told as a sign-in") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.call(CurrentSession{}).value();
  world.server.generation = 4;
  world.store_session(0, 15 * kMinute);
  std::string& stored = world.store.texts["hufu.session"];
  stored.replace(stored.find("\"u1\""), 4, "\"u2\"");
  CHECK(process.call(CurrentAccessToken{}).is(Errc::cancelled));  // it was for whom we knew
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A4");
  CHECK(process.events_of(EventKind::signed_in) == 2);
  CHECK(process.events_of(EventKind::refreshed) == 0);
  CHECK(process.events.back().user->id == "u2");
}

TEST_CASE("R6 d: after invalid_grant the store is asked before anybody is signed out") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = is_refresh;
  const OperationId asked = process.begin(CurrentAccessToken{});
  process.settle();
  world.server.generation = 5;
  world.store_session(0, 15 * kMinute);
  process.held_back = nullptr;
  process.settle();
  CHECK(world.server.reuses == 1);
  CHECK(process.outcome<AccessToken>(asked).value().token.reveal() == "A5");
  CHECK(process.state() == SessionState::signed_in);
  CHECK(process.events_of(EventKind::signed_out) == 0);
}

TEST_CASE("R6 d: where the store cannot be asked, what it holds is left to the other processes") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = is_refresh;
  process.begin(CurrentAccessToken{});
  process.settle();
  world.server.revoked = true;
  world.store.load_fails = true;
  process.held_back = nullptr;
  process.settle();
  CHECK(process.state() == SessionState::signed_out);
  CHECK(world.store.has_session());
  CHECK(world.store.note().empty());  // what cannot be read is not written about either
}

}  // namespace
}  // namespace hufu::test
