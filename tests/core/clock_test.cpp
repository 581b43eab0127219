// Wrong clocks, stepping clocks and sleep (C7, C8).
#include <catch2/catch_test_macros.hpp>

#include "halves.h"
#include "world.h"

namespace hufu::test {
namespace {

constexpr auto kUrl = "https://api.example.com/orders";
constexpr auto kDevice =
    R"({"device_code":"d1","user_code":"BCDF-GHJK","verification_uri":"https://api.example.com/device",)"
    R"("expires_in":300,"interval":5})";

Fetch orders() {
  Fetch request;
  request.url = kUrl;
  return request;
}

Config uptime_stops_in_sleep() {
  Config config = test::config();
  config.uptime_counts_suspend = false;
  return config;
}

TEST_CASE("C7: with a clock that is wrong by up to a day there is one refresh per token life") {
  for (const bool counts : {true, false}) {
    for (int hours = -24; hours <= 24; ++hours) {
      INFO(hours);
      World world;
      world.step_wall(hours * kHour);
      Process process(world, counts ? config() : uptime_stops_in_sleep());
      sign_in(process);
      for (int life = 1; life <= 3; ++life) {
        for (int i = 0; i < 50; ++i) {
          CHECK(process.call(orders()).value().status == 200);
          world.advance(14 * kMinute / 50.0);
        }
        CHECK(process.requests("refresh") == life - 1);
      }
    }
  }
}

TEST_CASE("C7: a clock that steps costs one refresh at most, and no 401") {
  for (const bool counts : {true, false}) {
    for (const double hours : {-24.0, -1.0, -0.01, 0.01, 1.0, 24.0}) {
      INFO(hours);
      World world;
      Process process(world, counts ? config() : uptime_stops_in_sleep());
      sign_in(process);
      CHECK(process.call(orders()).value().status == 200);
      world.step_wall(hours * kHour);
      for (int i = 0; i < 50; ++i)
        CHECK(process.call(orders()).value().status == 200);
      // Where the uptime stops in sleep a clock set forward cannot be told from a sleep.
      CHECK(process.requests("refresh") <= (!counts && hours > 0 ? 1 : 0));
      CHECK(process.forwarded.size() == 51);
    }
  }
}

TEST_CASE("C7: a restart with another clock costs one refresh or one 401, then all is well") {
  for (const double hours : {-24.0, -1.0, 0.0, 1.0, 24.0}) {
    for (const Millis off : {Millis{0}, 10 * kMinute, 20 * kMinute, 30 * 24 * kHour}) {
      INFO(hours << " hours, off for " << off);
      World world;
      {
        Process before(world);
        sign_in(before);
      }
      world.suspend(off, false);
      world.step_wall(hours * kHour);
      world.uptime_ms = 1000;
      Process process(world);
      for (int i = 0; i < 50; ++i)
        CHECK(process.call(orders()).value().status == 200);
      CHECK(process.requests("refresh") <= 1);
      CHECK(process.forwarded.size() <= 51);
    }
  }
}

TEST_CASE(
    "C7: whatever the clock says, a stored token is not believed to live longer than its life") {
  for (const double hours : {-24.0, -1.0, 0.0, 0.1, 24.0}) {
    World world;
    world.store_session(0, 15 * kMinute);
    world.step_wall(hours * kHour);
    Process process(world);
    const Millis left = process.call(CurrentSession{}).value().expires_in_ms;
    CHECK(left <= 15 * kMinute);
    CHECK(left >= 0);
    if (hours > 0) CHECK(left < 15 * kMinute);
  }
}

TEST_CASE("C7: once a 401 was seen no token is sent later than a minute after its true end") {
  for (const double hours : {-24.0, -3.0, -0.2, 0.0, 5.0, 24.0}) {
    INFO(hours);
    World world;
    world.store_session(10 * kMinute, 15 * kMinute);
    world.step_wall(hours * kHour);
    Process process(world);
    int refused = 0;
    world.forward = [&](const ForwardEffect& sent) {
      const bool good = world.server.accepts(sent.headers);
      if (!good && refused++ > 0) {
        CHECK(world.true_ms - (world.server.issued_at + world.server.life_ms) <= 60'000);
      }
      return ForwardAnswer{good ? 200 : 401, {}};
    };
    for (int i = 0; i < 300; ++i) {
      CHECK(process.call(orders()).value().status == 200);
      world.advance(kMinute);
      if (i % 50 == 25) world.step_wall((i % 100 == 25 ? -1 : 1) * 12 * kHour);
    }
    CHECK(refused <= 1);
  }
}

TEST_CASE("C8: after eight hours of sleep the first call refreshes before it sends") {
  for (const bool counts : {true, false}) {
    World world;
    Process process(world, counts ? config() : uptime_stops_in_sleep());
    sign_in(process);
    CHECK(process.call(orders()).value().status == 200);
    CHECK(process.authorize(kUrl).verdict == Verdict::ready);
    world.suspend(8 * kHour, counts);
    CHECK(process.authorize(kUrl).verdict == Verdict::needs_token);
    CHECK(process.authorize("https://evil.example/").verdict == Verdict::refused);
    CHECK(process.call(orders()).value().status == 200);
    CHECK(process.forwarded.size() == 2);  // no 401 in between
    CHECK(process.requests("refresh") == 1);
    CHECK(process.authorize(kUrl).authorization == "Bearer A2");
  }
}

TEST_CASE("C8: many short sleeps add up") {
  World world;
  Process process(world, uptime_stops_in_sleep());
  sign_in(process);
  for (int i = 0; i < 300; ++i) {
    world.suspend(4'000, false);
    CHECK(process.call(orders()).value().status == 200);
  }
  CHECK(process.forwarded.size() == 300);
  CHECK(process.requests("refresh") == 1);
}

TEST_CASE("C8: a sleep during the save of a new token counts against that token") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world, uptime_stops_in_sleep());
  process.held_back = [](const Effect& effect) { return name(effect) == "save"; };
  const OperationId asked = process.begin(CurrentAccessToken{});
  process.settle();
  world.suspend(8 * kHour, false);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<AccessToken>(asked));
  CHECK(process.call(orders()).value().status == 200);
  CHECK(process.forwarded.size() == 1);
  CHECK(process.requests("refresh") == 2);
}

TEST_CASE("C8: a cool-down ends while the machine sleeps") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world, uptime_stops_in_sleep());
  world.http = [](const HttpEffect&) { return json_answer(503, "", {{"Retry-After", "3000"}}); };
  CHECK_FALSE(process.call(CurrentAccessToken{}));
  world.http = [&](const HttpEffect& request) { return world.server(request); };
  world.suspend(kHour, false);
  CHECK(process.call(CurrentAccessToken{}));
}

TEST_CASE("C8: a code that waits for its person ends while the machine sleeps") {
  for (const bool counts : {true, false}) {
    Halves halves;
    Process process(halves.world, counts ? config() : uptime_stops_in_sleep());
    halves.reply = [](const HttpEffect& request) {
      if (request.url.ends_with("/device_authorization")) return json_answer(200, kDevice);
      if (request.url.ends_with("/device_state"))
        return json_answer(404, R"({"error":"not_found"})");
      return json_answer(400, R"({"error":"authorization_pending"})");
    };
    const OperationId waiting = process.begin(SignInByScan{});
    process.run(kMinute);
    CHECK(process.requests("finish_sign_in") == 12);
    halves.world.suspend(kHour, counts);
    process.run(kMinute);
    CHECK(process.outcome<SessionInfo>(waiting).is(Errc::credential_invalid));
    CHECK(process.requests("finish_sign_in") == 13);  // the poll that was due
  }
}

TEST_CASE("C8: a binding that waits ends while the machine sleeps") {
  for (const bool counts : {true, false}) {
    Halves halves;
    halves.world.server.life_ms = 24 * kHour;
    Process process(halves.world, counts ? config() : uptime_stops_in_sleep());
    halves.reply = [](const HttpEffect&) { return binding("pending"); };
    const OperationId waiting = process.begin(wait_for("pending"));
    process.run(kMinute);
    const int before = process.requests("wait_for_binding");
    halves.world.suspend(kHour, counts);
    process.run(kMinute);
    CHECK(process.outcome<Binding>(waiting).is(Errc::binding_expired));
    CHECK(process.requests("wait_for_binding") == before);
  }
}

TEST_CASE("A sign-in that waits for a lock loses that time of its token's life") {
  World world;
  world.server.life_ms = 60'000;
  Process process(world);
  process.held_back = [](const Effect& effect) { return name(effect) == "lock"; };
  SignInWithWechat how;
  how.code = Secret("c");
  process.begin(std::move(how));
  process.settle();
  world.advance(30'000);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.call(CurrentSession{}).value().expires_in_ms == 30'000);
}

TEST_CASE("O6: a record from the future is renewed: nobody knows how old it is") {
  for (const Millis ahead : {8 * kHour, 10 * kMinute}) {
    World world;
    world.store_session(-ahead, 15 * kMinute);
    for (int start = 0; start < 3; ++start) {
      Process process(world);
      CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
    }
    CHECK(world.server.renewals == 1);
  }
}

TEST_CASE("O6: clocks that differ by a little share their sessions") {
  World world;
  world.store_session(-kMinute, 15 * kMinute);
  Process process(world);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
  CHECK(world.server.renewals == 0);
}

}  // namespace
}  // namespace hufu::test
