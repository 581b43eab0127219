// One lost packet while a token has ended is healed inside the refresh: those who wait see nothing.
#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {
namespace {

const Answer kReset = FailedAnswer{Errc::network, "connection reset"};

// A server that fails this often, then works.
void fail(World& world, int times, const Answer& trouble) {
  world.http = [&world, times, trouble](const HttpEffect& request) mutable -> Answer {
    if (times-- > 0) return trouble;
    return world.server(request);
  };
}

TEST_CASE("O3: what heals in a moment is healed in 0.3 s, two in a row in 1 s, unseen") {
  const std::vector<Answer> troubles = {kReset, json_answer(502, ""), json_answer(503, ""),
                                        json_answer(504, R"({"error":"gateway"})")};
  for (const Answer& trouble : troubles) {
    for (const int times : {1, 2}) {
      for (const char byte : {'\0', '\x80', '\xff'}) {
        World world;
        world.store_session(kHour, 15 * kMinute);
        world.random = [&](std::size_t n) { return std::string(n, byte); };
        Process process(world);
        fail(world, times, trouble);
        std::vector<OperationId> callers;
        for (int i = 0; i < 20; ++i)
          callers.push_back(process.begin(CurrentAccessToken{}));
        const Millis began = world.uptime_ms;
        while (process.done.count(callers.back()) == 0 && world.uptime_ms < began + 5000)
          process.run(1);
        CHECK(world.uptime_ms - began <= (times == 1 ? 300 : 1000));
        for (const OperationId each : callers)
          CHECK(process.outcome<AccessToken>(each).value().token.reveal() == "A2");
        CHECK(process.requests("refresh") == times + 1);
        CHECK(world.locks_at_rest());
      }
    }
  }
}

TEST_CASE("O3: an outage costs two requests more, once") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  fail(world, 1000, kReset);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::network));
  CHECK(process.requests("refresh") == 3);
  world.advance(5000);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::network));
  CHECK(process.requests("refresh") == 4);
}

TEST_CASE("O3: not after a timeout, not when asked to wait, not for a token that is alive") {
  const std::vector<Answer> troubles = {
      FailedAnswer{Errc::timeout, ""},
      FailedAnswer{Errc::tls, ""},
      json_answer(503, "", {{"Retry-After", "20"}}),
      json_answer(500, ""),
      json_answer(429, R"({"error":"over_request_rate_limit"})"),
  };
  for (const Answer& trouble : troubles) {
    World world;
    world.store_session(kHour, 15 * kMinute);
    Process process(world);
    fail(world, 1000, trouble);
    CHECK_FALSE(process.call(CurrentAccessToken{}));
    CHECK(process.requests("refresh") == 1);
  }
  World world;
  world.store_session(15 * kMinute - 10'000, 15 * kMinute);
  Process process(world);
  fail(world, 1000, kReset);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A1");
  CHECK(process.requests("refresh") == 1);
}

TEST_CASE("O3: who signs out during the pause is out, and nothing more is sent") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  fail(world, 1000, kReset);
  process.begin(CurrentAccessToken{});
  process.settle();
  REQUIRE(process.count("sleep") == 1);
  process.begin(SignOut{});
  process.run(kMinute);
  CHECK(process.state() == SessionState::signed_out);
  CHECK(world.locks_at_rest());
  CHECK_FALSE(world.store.has_session());
}

}  // namespace
}  // namespace hufu::test
