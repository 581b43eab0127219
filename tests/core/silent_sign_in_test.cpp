// Silent sign-in again: a new WeChat code in the place of a refresh token.
#include <catch2/catch_test_macros.hpp>

#include "nobody.h"

namespace hufu::test {
namespace {

Config silent() {
  Config config = test::config();
  config.silent_sign_in = true;
  return config;
}

// The refresh token is refused, sign-ins work.
void end_session_at_server(World& world) {
  world.http = [&](const HttpEffect& request) -> Answer {
    if (request.flow == "refresh") return json_answer(400, R"({"error":"invalid_grant"})");
    world.server.generation = 50;
    return world.server(request);
  };
}

int credentials(const Process& process) {
  int count = 0;
  for (const Pending& each : process.log)
    count += name(each.effect) == "credential";
  return count;
}

TEST_CASE("One credential serves all who wait, and nobody notices") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  end_session_at_server(world);
  Process process(world, silent());
  std::vector<OperationId> callers;
  for (int i = 0; i < 100; ++i)
    callers.push_back(process.begin(CurrentAccessToken{}));
  process.settle();
  for (OperationId each : callers) {
    CHECK(process.outcome<AccessToken>(each).value().token.reveal() == "A50");
  }
  CHECK(credentials(process) == 1);
  CHECK(process.requests("sign_in_with_wechat") == 1);
  CHECK(process.events_of(EventKind::signed_out) == 0);
  CHECK(process.events_of(EventKind::refreshed) == 1);
  CHECK(world.store.session().find("A50") != std::string::npos);
  CHECK(world.locks_at_rest());
}

TEST_CASE("Declined: the session is kept, needs its user, and is told once") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  end_session_at_server(world);
  world.credential = [](const CredentialEffect&) { return FailedAnswer{Errc::declined, ""}; };
  Process process(world, silent());
  CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
  CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
  CHECK(process.state() == SessionState::needs_user);
  CHECK(process.events_of(EventKind::needs_user) == 1);
  CHECK(process.events_of(EventKind::signed_out) == 0);
  CHECK(credentials(process) == 1);
  CHECK(process.client->user()->nickname == "Tiger");
  check_ended(process, EndCause::silent_refused, "R6");
  CHECK(process.authorize("https://api.example.com/").verdict == Verdict::needs_token);

  // A restart knows it too, without asking anybody.
  Process restarted(world, silent());
  CHECK(restarted.call(CurrentAccessToken{}).is(Errc::session_expired));
  CHECK(restarted.state() == SessionState::needs_user);
  CHECK(credentials(restarted) == 0);

  // The person signs in here: both processes go on.
  sign_in(process);
  CHECK(process.state() == SessionState::signed_in);
  CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A50");
  CHECK(restarted.call(CurrentAccessToken{}).value().token.reveal() == "A50");
  CHECK(restarted.state() == SessionState::signed_in);
  CHECK(restarted.events_of(EventKind::signed_in) == 1);
  CHECK(world.locks_at_rest());
}

TEST_CASE("Trouble that passes leaves the session to be tried again") {
  const std::vector<Answer> credential_troubles = {FailedAnswer{Errc::network, ""},
                                                   FailedAnswer{Errc::timeout, ""}};
  for (const Answer& trouble : credential_troubles) {
    World world;
    world.store_session(kHour, 15 * kMinute);
    end_session_at_server(world);
    world.credential = [&](const CredentialEffect&) { return trouble; };
    Process process(world, silent());
    const Result<AccessToken> outcome = process.call(CurrentAccessToken{});
    REQUIRE_FALSE(outcome);
    CHECK(outcome.error().action() == Action::retry);
    CHECK(process.state() == SessionState::signed_in);
    world.credential = [](const CredentialEffect&) { return CredentialAnswer{Secret("c2")}; };
    world.advance(10 * kMinute);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A50");
    CHECK(process.requests("refresh") == 1);  // the spent one is not offered again
  }
}

TEST_CASE("The server's trouble, or words it has no name for, are no reason to need the user") {
  for (const Answer& trouble :
       {Answer(json_answer(503, "")), Answer(json_answer(404, R"({"error":"not_found"})")),
        Answer(json_answer(200, "{}")), Answer(FailedAnswer{Errc::tls, ""})}) {
    World world;
    world.store_session(kHour, 15 * kMinute);
    Process process(world, silent());
    world.http = [&](const HttpEffect& request) -> Answer {
      if (request.flow == "refresh") return json_answer(400, R"({"error":"invalid_grant"})");
      return trouble;
    };
    CHECK_FALSE(process.call(CurrentAccessToken{}));
    CHECK(process.state() == SessionState::signed_in);
    CHECK(process.events_of(EventKind::needs_user) == 0);
    end_session_at_server(world);
    world.advance(10 * kMinute);
    CHECK(process.call(CurrentAccessToken{}).value().token.reveal() == "A50");
  }
}

TEST_CASE("A new code that is refused, or a blocked person, needs the user") {
  for (const std::string code :
       {"wechat_code_invalid", "invalid_grant", "wechat_blocked", "user_banned"}) {
    INFO(code);
    World world;
    world.store_session(kHour, 15 * kMinute);
    Process process(world, silent());
    world.http = [&](const HttpEffect& request) -> Answer {
      if (request.flow == "refresh") return json_answer(400, R"({"error":"invalid_grant"})");
      const int status = code == "wechat_blocked" || code == "user_banned" ? 403 : 400;
      return json_answer(status, R"({"error":")" + code + R"("})");
    };
    CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
    CHECK(process.state() == SessionState::needs_user);
    CHECK(process.events_of(EventKind::needs_user) == 1);
    CHECK(world.locks_at_rest());
  }
}

TEST_CASE("A banned user is signed out: no new code is asked for") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process process(world, silent());
  world.http = [](const HttpEffect&) { return json_answer(403, R"({"error":"user_banned"})"); };
  CHECK(process.call(CurrentAccessToken{}).is(Errc::user_banned));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(credentials(process) == 0);
  CHECK_FALSE(world.store.has_session());
  check_ended(process, EndCause::refused, "C4");
}

TEST_CASE("A session without a refresh token is renewed by a code, or needs its user") {
  for (const bool allowed : {true, false}) {
    World world;
    world.store_session(kHour, 15 * kMinute, false);
    Process process(world, allowed ? silent() : config());
    const Result<AccessToken> outcome = process.call(CurrentAccessToken{});
    CHECK(static_cast<bool>(outcome) == allowed);
    CHECK(process.state() == (allowed ? SessionState::signed_in : SessionState::needs_user));
    CHECK(process.requests("refresh") == 0);
    CHECK(world.store.has_session());
    if (!allowed) check_ended(process, EndCause::not_renewable, "R6");
  }
}

}  // namespace
}  // namespace hufu::test
