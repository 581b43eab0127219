// A refresh that fails: who is served, how long we wait, and what a refused token is worth.
#include <catch2/catch_test_macros.hpp>
#include <random>

#include "world.h"

namespace hufu::test {
namespace {

Answer unavailable(const HttpEffect&) { return json_answer(503, R"({"error":"unavailable"})"); }

// Thu, 01 Jan 2026 00:00:00 GMT and half a minute later.
constexpr Millis kNewYear = 1'767'225'600'000;
constexpr auto kDate = "Thu, 01 Jan 2026 00:00:00 GMT";
constexpr auto kDateAnd30s = "Thu, 01 Jan 2026 00:00:30 GMT";

TEST_CASE("C5: Retry-After 30 holds back every request for 30 seconds, however it is written") {
  struct Form {
    std::string name;
    std::vector<Header> headers;
    Millis wall;
  };
  const std::vector<Form> forms = {
      {"seconds", {{"Retry-After", "30"}}, kNewYear},
      {"lower case", {{"retry-after", "30"}}, kNewYear},
      {"date", {{"Retry-After", kDateAnd30s}, {"Date", kDate}}, kNewYear},
      {"date, our clock a day wrong",
       {{"Retry-After", kDateAnd30s}, {"Date", kDate}},
       kNewYear + 24 * kHour},
      {"date without Date", {{"Retry-After", kDateAnd30s}}, kNewYear},
  };
  for (const Form& form : forms) {
    INFO(form.name);
    World world;
    world.wall_ms = form.wall;
    world.store_session(kHour, 15 * kMinute);
    Process process(world);
    world.http = [&](const HttpEffect&) {
      return json_answer(429, R"({"error":"over_request_rate_limit"})", form.headers);
    };
    const Result<AccessToken> refused = process.call(CurrentAccessToken{});
    REQUIRE(refused.is(Errc::rate_limited));
    CHECK(refused.error().retry_after_ms == 30'000);

    for (int i = 0; i < 1000; ++i) {
      world.advance(29.9);
      const Result<AccessToken> outcome = process.call(CurrentAccessToken{});
      REQUIRE(outcome.is(Errc::rate_limited));
      CHECK(outcome.error().retry_after_ms <= 30'000);
    }
    CHECK(process.requests("refresh") == 1);

    world.http = [&](const HttpEffect& request) { return world.server(request); };
    world.advance(100.1);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A2");
    CHECK(world.locks_at_rest());
  }
}

int attempts_in_outage(const std::function<std::string(std::size_t)>& random) {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  world.random = random;
  world.http = unavailable;
  for (int second = 0; second < 600; ++second) {
    process.begin(CurrentAccessToken{});
    process.settle();
    world.advance(1000);
  }
  CHECK(process.done_messages == 600);
  CHECK(process.state() == SessionState::signed_in);
  CHECK(world.locks_at_rest());
  return process.requests("refresh");
}

TEST_CASE("C6: ten minutes of outage with a caller a second see at most 15 refreshes") {
  CHECK(attempts_in_outage([](std::size_t n) { return std::string(n, '\0'); }) <= 15);
  CHECK(attempts_in_outage([](std::size_t n) { return std::string(n, '\xff'); }) <= 15);
  CHECK(attempts_in_outage([](std::size_t) { return std::string(); }) <= 15);
  int least = 100;
  int most = 0;
  for (unsigned seed = 0; seed < 40; ++seed) {
    std::mt19937 dice(seed);
    const int attempts = attempts_in_outage([&](std::size_t n) {
      std::string bytes;
      while (bytes.size() < n)
        bytes.push_back(static_cast<char>(dice()));
      return bytes;
    });
    least = std::min(least, attempts);
    most = std::max(most, attempts);
  }
  CHECK(most <= 15);
  CHECK(least >= 4);
  CHECK(least < most);  // the jitter is there
}

TEST_CASE("C6: a refusal that is the program's fault is not asked for again every second either") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  world.http = [](const HttpEffect&) { return json_answer(400, R"({"error":"invalid_request"})"); };
  for (int second = 0; second < 600; ++second) {
    CHECK_FALSE(process.call(CurrentAccessToken{}));
    world.advance(1000);
  }
  CHECK(process.requests("refresh") <= 15);
  CHECK(process.state() == SessionState::signed_in);
}

TEST_CASE("After a success the back-off starts small again") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world);
  world.http = unavailable;
  for (int i = 0; i < 8; ++i) {
    CHECK_FALSE(process.call(CurrentAccessToken{}));
    world.advance(5 * kMinute);
  }
  world.http = [&](const HttpEffect& request) { return world.server(request); };
  CHECK(process.call(CurrentAccessToken{}));
  world.advance(15 * kMinute);
  world.http = unavailable;
  const Result<AccessToken> failed = process.call(CurrentAccessToken{});
  REQUIRE_FALSE(failed);
  CHECK(failed.error().retry_after_ms <= 5000);
}

TEST_CASE("A token that was refused is not served while its renewal fails") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.http = unavailable;
  world.forward = [](const ForwardEffect&) { return ForwardAnswer{401, {}}; };
  Fetch request;
  request.url = "https://api.example.com/orders";
  CHECK(process.call(request).is(Errc::server_unavailable));
  CHECK(process.call(CurrentAccessToken{}).is(Errc::server_unavailable));
  CHECK(process.authorize(request.url).verdict == Verdict::needs_token);
  CHECK(process.forwarded.size() == 1);
  CHECK(process.state() == SessionState::signed_in);
}

TEST_CASE("The lock is given back however a refresh ends") {
  const std::vector<Answer> endings = {
      json_answer(200, R"({"token":"A2","refreshToken":"R2","expiresIn":900})"),
      json_answer(200, "{}"),
      json_answer(400, R"({"error":"invalid_grant"})"),
      json_answer(503, ""),
      FailedAnswer{Errc::network, ""},
      LoadAnswer{},  // the wrong kind
  };
  for (const Answer& ending : endings) {
    for (const bool store_fails : {false, true}) {
      World world;
      world.store_session(kHour, 15 * kMinute);
      Process process(world);
      process.call(CurrentSession{}).value();
      world.store.load_fails = world.store.save_fails = world.store.erase_fails = store_fails;
      world.http = [&](const HttpEffect&) { return ending; };
      process.begin(CurrentAccessToken{});
      process.run(2000);  // what heals in a moment is tried again
      CHECK(world.granted == 1);
      CHECK(world.released == 1);
      CHECK(world.locks_at_rest());
      CHECK(process.pending.empty());
    }
  }
}

TEST_CASE("Destroying a client in the middle of a refresh is quiet") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  for (int steps = 0; steps < 8; ++steps) {
    Process process(world);
    process.begin(CurrentAccessToken{});
    process.begin(FetchProfile{});
    for (int i = 0; i < steps && !process.pending.empty(); ++i) {
      process.perform(process.pending.front().id);
    }
  }
  SUCCEED();
}

}  // namespace
}  // namespace hufu::test
