// A sign-in that waits for somebody elsewhere, and what a mini-program was opened for.
#include <catch2/catch_test_macros.hpp>
#include <string>

#include "halves.h"

namespace hufu::test {
namespace {

constexpr auto kScene = "h1sAAECAwQFBgcICQoLDA0ODw";

Answer state(const std::string& name) {
  return json_answer(200, R"({"state":")" + name + R"(","expires_in":300})");
}

// A server where somebody has scanned and approved as soon as it is asked.
Answer quick(const HttpEffect& request) {
  if (request.url.ends_with("/device_authorization")) {
    return json_answer(
        200, R"({"device_code":"d1","user_code":"BCDF-GHJK","number":"42","expires_in":300,)"
             R"("verification_uri":"https://api.example.com/device","interval":5})");
  }
  if (request.url.ends_with("/device_close")) return json_answer(204, "");
  if (request.url.ends_with("/oauth/token")) {
    return json_answer(200,
                       R"({"token":"A","refreshToken":"R","expiresIn":900,"user":{"id":"u"}})");
  }
  return state(request.body.reveal().find("since=scanned") == std::string::npos ? "scanned"
                                                                                : "approved");
}

LaunchOptions opened() {
  LaunchOptions options;
  options.scene = 1047;
  options.query = Json{std::string(R"({"scene":")") + kScene + R"("})"};
  return options;
}

TEST_CASE(
    "Given up at any moment, a sign-in by scan is closed at the server; a finished one is not") {
  bool has_ended = false;
  for (int steps = 0; !has_ended; ++steps) {
    INFO("given up after " << steps << " answers");
    World world;
    world.http = quick;
    Process process(world);
    const OperationId asked = process.begin(SignInByScan{});
    process.drain();
    for (int step = 0; step < steps && !process.pending.empty(); ++step) {
      process.perform(process.pending.front().id);
      process.drain();
    }
    has_ended = process.done.count(asked) == 1;
    const bool begun = steps > 0;
    const bool granted = world.store.has_session() || process.requests("finish_sign_in") > 0;
    process.cancel(asked);
    process.settle();
    // One that was granted meanwhile needs no closing, and one that nobody heard of cannot be.
    const int closed = process.requests("close_sign_in");
    if (!begun || has_ended) CHECK(closed == 0);
    if (begun && !granted) CHECK(closed == 1);
    CHECK(process.pending.empty());
    CHECK(world.locks_at_rest());
  }
}

TEST_CASE("C8: a sign-in by scan that follows its states ends while the machine sleeps") {
  for (const bool counts : {true, false}) {
    Config how = config();
    how.uptime_counts_suspend = counts;
    World world;
    world.http = [](const HttpEffect& request) {
      return request.url.ends_with("/device_state") ? Answer(FailedAnswer{Errc::timeout, ""})
                                                    : quick(request);
    };
    Process process(world, how);
    const OperationId waiting = process.begin(SignInByScan{});
    process.run(kMinute);
    world.suspend(kHour, counts);
    process.run(kMinute);
    CHECK(process.outcome<SessionInfo>(waiting).is(Errc::credential_invalid));
    CHECK(process.requests("close_sign_in") == 0);
  }
}

TEST_CASE(
    "A server that does not hold its calls is asked every five seconds, one that is away soon") {
  World world;
  world.http = [](const HttpEffect& request) {
    return request.url.ends_with("/device_state") ? state("pending") : quick(request);
  };
  Process process(world);
  process.begin(SignInByScan{});
  process.run(kMinute - 1);
  CHECK(process.requests("device_state") == 12);
  CHECK(process.count("present") == 0);  // shown once, and answered
  world.http = [](const HttpEffect&) { return FailedAnswer{Errc::network, ""}; };
  process.run(kMinute);
  world.http = quick;
  process.run(6'000);
  CHECK(process.state() == SessionState::signed_in);
}

TEST_CASE("A sign-out while a sign-in by scan waits is not undone by it") {
  World world;
  world.http = [](const HttpEffect& request) {
    return request.url.ends_with("/device_state") ? state("pending") : quick(request);
  };
  Process process(world);
  const OperationId waiting = process.begin(SignInByScan{});
  process.settle();
  process.begin(SignOut{});
  world.http = quick;
  process.run(kMinute);
  CHECK(process.outcome<SessionInfo>(waiting).is(Errc::cancelled));
  CHECK(process.state() == SessionState::signed_out);
}

TEST_CASE("What onLaunch and onShow give at once is asked of the server once, and told once") {
  Halves halves;
  Process process(halves.world);
  halves.reply = [](const HttpEffect&) {
    return json_answer(200, R"({"id":"s-1","kind":"sign_in","state":"scanned","expiresIn":200})");
  };
  const OperationId first = process.begin(opened());
  const OperationId second = process.begin(opened());
  process.settle();
  CHECK(process.outcome<Launch>(first).value().opened == "sign_in");
  CHECK(process.outcome<Launch>(first).value().number_needed);
  CHECK(process.outcome<Launch>(second).value().opened.empty());
  CHECK(process.requests("launch") == 1);
  // Another code is another matter, also while the application runs.
  LaunchOptions other = opened();
  other.query =
      Json{R"({"q":"https%3A%2F%2Fx.example%2Fm%2F%3Fscene%3Dh1bAAECAwQFBgcICQoLDA0ODw"})"};
  CHECK(process.call(other).value().opened == "sign_in");
  CHECK(halves.last().body.reveal() ==
        R"({"scene":"h1bAAECAwQFBgcICQoLDA0ODw","openedAs":"1047"})");
}

TEST_CASE("A launch is asked with the token of whoever is here, and again after a sign-in") {
  World world;
  world.http = [&](const HttpEffect& request) -> Answer {
    if (request.flow != "launch") return world.server(request);
    return json_answer(200, R"({"id":"s-1","kind":"phone_sign_in","state":"scanned"})");
  };
  Process process(world);
  CHECK(process.call(opened()).value().needs_sign_in);
  CHECK_FALSE(process.call(opened()).value().needs_sign_in);
  CHECK(process.call(LaunchOptions{}).value().needs_sign_in);
  CHECK(process.requests("launch") == 0);
  REQUIRE(process.call(SignInWithWechat{Secret("code")}));
  const Launch launch = process.call(LaunchOptions{}).value();
  CHECK(launch.opened == "phone_sign_in");
  CHECK_FALSE(launch.number_needed);
  CHECK(process.call(LaunchOptions{}).value().opened.empty());
}

}  // namespace
}  // namespace hufu::test
