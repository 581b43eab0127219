// An endpoint that refuses every token says nothing about the session.
#include <catch2/catch_test_macros.hpp>

#include "nobody.h"

namespace hufu::test {
namespace {

Fetch request_to(const std::string& path, bool replayable = true) {
  Fetch request;
  request.url = kBase + path;
  request.replayable = replayable;
  return request;
}

void let_one_path_refuse(World& world) {
  world.forward = [&world](const ForwardEffect& sent) {
    const bool refuses = sent.url.find("/always-401") != std::string::npos;
    return ForwardAnswer{refuses || !world.server.accepts(sent.headers) ? 401 : 200, {}};
  };
}

TEST_CASE("O5: an endpoint that always says 401 costs at most one renewal a minute") {
  for (const bool replayable : {true, false}) {
    World world;
    world.store_session(0, 15 * kMinute);
    let_one_path_refuse(world);
    Process process(world);
    for (int second = 0; second < 120; ++second) {
      CHECK(process.call(request_to("/always-401", replayable)).value().status == 401);
      CHECK(process.call(request_to("/orders")).value().status == 200);
      world.advance(1000);
    }
    CHECK(world.server.renewals <= 2);
    CHECK(process.state() == SessionState::signed_in);
    CHECK(world.server.reuses == 0);
  }
}

TEST_CASE("O5: a renewal that helped is followed by another within the minute") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  for (int time = 1; time <= 3; ++time) {
    // The server takes back what it gave: new keys, or a clock ahead of ours.
    world.forward = [&, refused = false](const ForwardEffect& sent) mutable {
      const bool first = !refused;
      refused = true;
      return ForwardAnswer{first || !world.server.accepts(sent.headers) ? 401 : 200, {}};
    };
    CHECK(process.call(request_to("/orders")).value().status == 200);
    CHECK(world.server.renewals == time);
    world.advance(1000);
  }
}

TEST_CASE("O5: so do the calls of the backend itself") {
  World world;
  world.store_session(0, 15 * kMinute);
  world.http = [&](const HttpEffect& request) -> Answer {
    if (request.flow == "refresh") return world.server(request);
    return json_answer(401, R"({"error":"invalid_token"})");
  };
  Process process(world);
  for (int second = 0; second < 120; ++second) {
    CHECK(process.call(FetchProfile{}).is(Errc::token_rejected));
    world.advance(1000);
  }
  CHECK(world.server.renewals <= 2);
}

TEST_CASE("O5: and the owner of a borrowed session is not pressed for fresh tokens either") {
  World world;
  Config config = test::config();
  config.session = SessionSource::borrowed;
  int fresh = 0;
  int given = 0;
  world.credential = [&](const CredentialEffect& asked) {
    fresh += asked.fresh;
    return CredentialAnswer{Secret("W" + std::to_string(++given))};
  };
  world.forward = [](const ForwardEffect&) { return ForwardAnswer{401, {}}; };
  Process process(world, config);
  for (int second = 0; second < 120; ++second) {
    CHECK(process.call(request_to("/always-401")).value().status == 401);
    world.advance(1000);
  }
  CHECK(fresh <= 2);
}

TEST_CASE("O5: a session that was revoked is found out all the same, a minute later at most") {
  World world;
  world.store_session(0, 15 * kMinute);
  let_one_path_refuse(world);
  Process process(world);
  CHECK(process.call(request_to("/always-401")).value().status == 401);
  world.server.revoked = true;
  CHECK(process.call(request_to("/orders")).value().status == 401);
  world.advance(kMinute);
  CHECK(process.call(request_to("/orders")).is(Errc::session_expired));
  CHECK(process.state() == SessionState::signed_out);
  check_ended(process, EndCause::refused, "C4");
}

TEST_CASE("O5: a new sign-in is believed anew") {
  World world;
  world.store_session(0, 15 * kMinute);
  let_one_path_refuse(world);
  Process process(world);
  CHECK(process.call(request_to("/always-401")).value().status == 401);
  sign_in(process);
  ++world.server.generation;  // the server has forgotten what it just gave
  world.server.issued_at = world.true_ms;
  CHECK(process.call(request_to("/orders")).is(Errc::session_expired));
}

TEST_CASE("A server that wants to be left alone for a while is told with its time") {
  const auto told = [](Errc code, const char* detail, Millis wait) {
    const std::string message = Error{code, detail, wait, 0}.message();
    return message.substr(message.find_last_of('.') + 1);
  };
  CHECK(told(Errc::rate_limited, "", 30'000) == " (30 s)");
  CHECK(told(Errc::rate_limited, "slow_down", 6'001) == " (slow_down, 7 s)");
  CHECK(told(Errc::server_unavailable, "", 1) == " (1 s)");
  CHECK(told(Errc::rate_limited, "slow_down", 0) == " (slow_down)");
  // Our own waits: the news that the network is back ends them.
  CHECK(told(Errc::network, "", 1'250).empty());
}

}  // namespace
}  // namespace hufu::test
