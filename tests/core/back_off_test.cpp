// Back-off spares servers that answered; where none was reached, the network may be back any time.
#include <catch2/catch_test_macros.hpp>

#include "world.h"

namespace hufu::test {
namespace {

Answer offline(const HttpEffect&) { return FailedAnswer{Errc::network, "unreachable"}; }

// A caller every second, as an application's own retries are.
void try_for(Process& process, Millis duration) {
  for (Millis passed = 0; passed < duration; passed += 1000) {
    process.begin(CurrentAccessToken{});
    process.run(1000);
  }
}

TEST_CASE("After ten minutes without a network the first caller after five seconds gets a token") {
  for (const Errc trouble : {Errc::network, Errc::timeout, Errc::tls}) {
    World world;
    world.store_session(kHour, 15 * kMinute);
    Process process(world);
    world.http = [&](const HttpEffect&) { return FailedAnswer{trouble, ""}; };
    try_for(process, 10 * kMinute);
    const Result<AccessToken> failed = process.call(CurrentAccessToken{});
    REQUIRE(failed.is(trouble));
    CHECK(failed.error().retry_after_ms <= 5000);
    world.http = [&](const HttpEffect& request) { return world.server(request); };
    world.advance(5000);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  }
}

TEST_CASE("A host that says that the network is back has the next caller served at once") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  world.http = offline;
  try_for(process, 2 * kMinute);
  world.http = [&](const HttpEffect& request) { return world.server(request); };
  process.wake();
  const Millis woken = world.uptime_ms;
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
  CHECK(world.uptime_ms == woken);
}

TEST_CASE("A wait that a server has asked for outlasts being woken") {
  for (const int status : {429, 500, 503}) {
    World world;
    world.store_session(kHour, 15 * kMinute);
    Process process(world);
    world.http = [&](const HttpEffect&) {
      return json_answer(status, R"({"error":"busy"})", {{"Retry-After", "30"}});
    };
    CHECK_FALSE(process.call(CurrentAccessToken{}));
    process.wake();
    const Result<AccessToken> refused = process.call(CurrentAccessToken{});
    REQUIRE_FALSE(refused);
    CHECK(refused.error().retry_after_ms == 30'000);
    CHECK(process.requests("refresh") == 1);
  }
}

TEST_CASE("What the network did before does not lengthen the first wait for a server") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  world.http = offline;
  try_for(process, 5 * kMinute);
  world.advance(5000);
  world.http = [](const HttpEffect&) { return json_answer(503, ""); };
  const Result<AccessToken> failed = process.call(CurrentAccessToken{});
  REQUIRE(failed.is(Errc::server_unavailable));
  CHECK(failed.error().retry_after_ms <= 5000);
}

}  // namespace
}  // namespace hufu::test
