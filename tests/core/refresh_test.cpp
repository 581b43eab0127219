// One refresh for everyone: single flight, lock, store, saving.
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "world.h"

namespace hufu::test {
namespace {

using Tokens = std::set<std::string>;

bool is_refresh(const Effect& effect) { return is_http(effect, "refresh"); }

TEST_CASE("C1: 10,000 callers with an expired token cost one refresh and get one token") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = is_refresh;
  std::vector<OperationId> callers;
  for (int i = 0; i < 10'000; ++i)
    callers.push_back(process.begin(CurrentAccessToken{}));
  process.settle();
  CHECK(process.done.empty());
  process.held_back = nullptr;
  process.settle();

  Tokens tokens;
  for (OperationId each : callers) {
    tokens.insert(process.outcome<AccessToken>(each).value().token.reveal());
  }
  CHECK(tokens == Tokens{"A2"});
  CHECK(process.requests("refresh") == 1);
  CHECK(process.done_messages == 10'000);
  CHECK(process.events_of(EventKind::refreshed) == 1);
  CHECK(world.locks_at_rest());
}

TEST_CASE("The first caller may give up: the others are served by the same refresh") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = is_refresh;
  const OperationId first = process.begin(CurrentAccessToken{});
  const OperationId second = process.begin(CurrentAccessToken{});
  process.settle();
  process.cancel(first);
  CHECK(process.cancelled.empty());
  process.held_back = nullptr;
  process.settle();
  CHECK(process.done.count(first) == 0);
  CHECK(process.outcome<AccessToken>(second).value().token.reveal() == "A2");
  CHECK(process.requests("refresh") == 1);
  CHECK(world.locks_at_rest());
}

TEST_CASE("When every caller has given up the refresh is still finished and saved") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = is_refresh;
  const OperationId only = process.begin(CurrentAccessToken{});
  process.settle();
  process.cancel(only);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.done.empty());
  CHECK(world.store.session().find("R2") != std::string::npos);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  CHECK(process.requests("refresh") == 1);
  CHECK(world.locks_at_rest());
}

TEST_CASE("A token is renewed a minute before its end, or in the last fifth of a short life") {
  World world;
  Process process(world);
  sign_in(process);
  world.advance(14 * kMinute - 1);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::ready);
  world.advance(1);
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");

  world.server.life_ms = 10'000;
  world.advance(15 * kMinute);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A3");
  world.advance(7'999);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A3");
  world.advance(1);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A4");
}

TEST_CASE("What another process has renewed is adopted without a request") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process first(world);
  Process second(world);
  first.call(CurrentSession{}).value();
  second.call(CurrentSession{}).value();
  first.held_back = is_refresh;
  const OperationId asked = first.begin(CurrentAccessToken{});
  first.settle();
  const OperationId waits = second.begin(CurrentAccessToken{});
  second.settle();
  CHECK(second.find("lock") != nullptr);  // the other one has it
  first.held_back = nullptr;
  first.settle();
  second.settle();
  CHECK(first.outcome<AccessToken>(asked).value().token.reveal() == "A2");
  CHECK(second.outcome<AccessToken>(waits).value().token.reveal() == "A2");
  CHECK(first.requests("refresh") == 1);
  CHECK(second.requests("refresh") == 0);
  CHECK(second.events_of(EventKind::refreshed) == 1);
  CHECK(world.server.reuses == 0);
  CHECK(world.locks_at_rest());
}

TEST_CASE("Without the lock nothing is refreshed: the store is read again, then it is retryable") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process stuck(world);
  stuck.held_back = is_refresh;
  stuck.begin(CurrentAccessToken{});
  stuck.settle();

  Process process(world);
  const OperationId asked = process.begin(CurrentAccessToken{});
  process.run(34'000);
  CHECK(process.done.empty());
  process.run(2'000);
  const Result<AccessToken> outcome = process.outcome<AccessToken>(asked);
  REQUIRE(outcome.is(Errc::lock_timeout));
  CHECK(outcome.error().action() == Action::retry);
  CHECK(process.requests("refresh") == 0);
  CHECK(process.state() == SessionState::signed_in);
  CHECK(world.store.has_session());

  // The other one comes back to life: the next call finds its token.
  stuck.held_back = nullptr;
  stuck.settle();
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  CHECK(process.requests("refresh") == 0);
  CHECK(world.locks_at_rest());
}

TEST_CASE("The lock that could not be had is no reason to ignore what the store has by then") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.call(CurrentSession{}).value();
  process.held_back = [](const Effect& effect) { return name(effect) == "lock"; };
  const OperationId asked = process.begin(CurrentAccessToken{});
  world.server.generation = 2;
  world.store_session(0, 15 * kMinute);
  process.answer(process.find("lock")->id, FailedAnswer{Errc::lock_timeout, ""});
  process.settle();
  CHECK(process.outcome<AccessToken>(asked).value().token.reveal() == "A2");
  CHECK(process.requests("refresh") == 0);
}

TEST_CASE("Nobody gets the new token before it is saved") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  process.held_back = [](const Effect& effect) { return name(effect) == "save"; };
  const OperationId asked = process.begin(CurrentAccessToken{});
  process.settle();
  REQUIRE(process.find("save") != nullptr);
  CHECK(world.server.renewals == 1);
  CHECK(process.done.empty());
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<AccessToken>(asked).value().token.reveal() == "A2");
  CHECK(process.authorize("https://api.example.com/").authorization == "Bearer A2");
}

TEST_CASE("A token that cannot be saved lives in memory, is told once, and is saved later") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  world.store.save_fails = true;
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  CHECK(process.events_of(EventKind::store_failed) == 1);
  CHECK(world.store.session().find("R1") != std::string::npos);
  for (int i = 0; i < 60; ++i) {
    world.advance(1000);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  }
  CHECK(process.events_of(EventKind::store_failed) == 1);
  CHECK(world.store.saves <= 14);

  // The next refresh offers the new token, never again the parent.
  world.advance(15 * kMinute);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A3");
  CHECK(world.server.reuses == 0);

  world.store.save_fails = false;
  world.advance(kMinute);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A3");
  CHECK(world.store.session().find("R3") != std::string::npos);
  CHECK(process.requests("refresh") == 2);
  CHECK(world.locks_at_rest());
}

}  // namespace
}  // namespace hufu::test
