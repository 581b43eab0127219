// Why was I signed out? Each way in which a session ends, and the note of it.
#include "hufu/language.h"
#include "nobody.h"

namespace hufu::test {
namespace {

constexpr Millis kLife = 15 * kMinute;
constexpr auto kNote = "hufu.session.ended";

/// A session whose token has ended, at a server that answers renewals so.
struct Ended {
  explicit Ended(int status, std::string body) {
    world.store_session(kHour, kLife);
    world.http = [status, body](const HttpEffect&) { return json_answer(status, body); };
  }
  World world;
};

SessionEnd end_of(Process& process) { return process.call(CurrentSession{}).value().ended.value(); }

TEST_CASE("O15: a refusal for good leaves cause, code, status, the server's code and the time") {
  struct Case {
    int status;
    const char* body;
    EndCause cause;
    Errc code;
    const char* server_code;
    const char* rule;
  };
  const Case cases[] = {
      {400, R"({"error":"invalid_grant"})", EndCause::refused, Errc::session_expired,
       "invalid_grant", "C4"},
      {401, R"({"error":"session_not_found"})", EndCause::refused, Errc::session_expired,
       "session_not_found", "C4"},
      {403, R"({"error":"user_banned"})", EndCause::refused, Errc::user_banned, "user_banned",
       "C4"},
      {400, R"({"error":"refresh_token_already_used"})", EndCause::token_reused,
       Errc::session_expired, "refresh_token_already_used", "R3"},
  };
  for (const Case& each : cases) {
    INFO(each.body);
    Ended ended(each.status, each.body);
    Process process(ended.world);
    CHECK(process.call(CurrentAccessToken{}).is(each.code));
    check_ended(process, each.cause, each.rule);
    const SessionEnd end = end_of(process);
    CHECK(end.code == each.code);
    CHECK(end.http_status == each.status);
    CHECK(end.server_code == each.server_code);
    CHECK(end.at_ms == ended.world.wall_ms);
    check_nobody_is_here(process);
  }
}

TEST_CASE("O15: the note is pinned: other versions and other languages read it") {
  Ended ended(400, R"({"error":"invalid_grant","message":"of tiger@example.com, R1"})");
  Process process(ended.world);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
  CHECK(ended.world.store.note() ==
        R"({"cause":"refused","rule":"C4","code":"session_expired","http_status":400,)"
        R"("server_code":"invalid_grant","at_ms":1700000000000})");
}

TEST_CASE("O15: no token, no code and no name of a person gets into a note") {
  // All that a server or a host may have put into its words.
  const std::string words = "tiger@example.com code-1 " + FakeServer().access_token();
  for (const bool declined : {false, true}) {
    World world;
    world.store_session(kHour, kLife);
    Config config = test::config();
    config.silent_sign_in = true;
    world.http = [&](const HttpEffect& request) -> Answer {
      if (request.flow == "refresh") return json_answer(400, R"({"error":"invalid_grant"})");
      return json_answer(403, R"({"error":"tiger_is_suspended","message":")" + words + "\"}");
    };
    if (declined) {
      world.credential = [&](const CredentialEffect&) {
        return FailedAnswer{Errc::declined, words};
      };
    }
    Process process(world, config);
    CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
    REQUIRE(process.state() == SessionState::needs_user);
    const SessionEnd end = end_of(process);
    CHECK(end.cause == EndCause::silent_refused);
    CHECK(end.code == (declined ? Errc::declined : Errc::not_allowed));
    CHECK(end.http_status == (declined ? 0 : 403));
    CHECK(end.server_code.empty());
    process.call(SignOut{}).value();
    CHECK(world.store.note().find("silent_refused") != std::string::npos);
    for (const char* secret : {"tiger", "A1", "R1", "code-1"})
      CHECK(world.store.note().find(secret) == std::string::npos);
  }
}

TEST_CASE("O15: a sign-out is told as such, here and to the other processes") {
  World world;
  world.store_session(0, kLife);
  Process here(world);
  Process there(world);
  CHECK(there.call(CurrentAccessToken{}));
  CHECK(here.call(SignOut{}));
  check_ended(here, EndCause::sign_out, "C9");
  world.advance(kLife);
  CHECK(there.call(CurrentAccessToken{}).is(Errc::signed_out));
  check_ended(there, EndCause::sign_out, "C9");
  CHECK(end_of(there).code == std::nullopt);
}

TEST_CASE(
    "O15: the first end is the reason; that the application signs out after it changes nothing") {
  Ended ended(400, R"({"error":"refresh_token_already_used"})");
  Process process(ended.world);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
  ended.world.advance(kHour);
  CHECK(process.call(SignOut{}));
  check_ended(process, EndCause::token_reused, "R3");
  Process restarted(ended.world);
  CHECK(restarted.call(SignOut{}));
  check_ended(restarted, EndCause::token_reused, "R3");
}

TEST_CASE("O15: a session that only the person can bring back says why, also after a restart") {
  World world;
  world.store_session(kHour, kLife, false);
  Process process(world);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
  REQUIRE(process.state() == SessionState::needs_user);
  check_ended(process, EndCause::not_renewable, "R6");
  CHECK(world.store.note().empty());  // it stands in the record
}

TEST_CASE("O15: a broken record, one of another server, and a store that was emptied") {
  World world;
  world.store.texts["hufu.session"] = "{broken";
  Process process(world);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
  check_ended(process, EndCause::record_broken, "S6");

  World elsewhere;
  elsewhere.store_session(0, kLife);
  Config other = test::config();
  other.base_url = "https://staging.example.com";
  Process foreign(elsewhere, other);
  CHECK(end_of(foreign).cause == EndCause::record_foreign);
  CHECK(end_of(foreign).rule == "S11");
  CHECK(elsewhere.store.texts.size() == 1);  // nothing was written

  World taken;
  taken.store_session(0, kLife);
  Process ours(taken);
  CHECK(ours.call(CurrentAccessToken{}));
  taken.store.texts["hufu.session"] = R"({"hufu_session":2})";  // a newer version
  taken.advance(kLife);
  CHECK(ours.call(CurrentAccessToken{}).is(Errc::signed_out));
  CHECK(end_of(ours).cause == EndCause::record_foreign);
  CHECK(taken.store.texts.size() == 1);

  World cleared;
  cleared.store_session(0, kLife);
  Process running(cleared);
  CHECK(running.call(CurrentAccessToken{}));
  cleared.store.texts.clear();
  cleared.advance(kLife);
  CHECK(running.call(CurrentAccessToken{}).is(Errc::signed_out));
  CHECK(end_of(running).cause == EndCause::store_emptied);
  CHECK(end_of(running).rule == "R6");
}

TEST_CASE("O15: a session that was lent: its owner's word, or our own sign-out") {
  for (const bool asked : {false, true}) {
    World world;
    Config config = test::config();
    config.session = SessionSource::borrowed;
    Process process(world, config);
    CHECK(process.call(CurrentAccessToken{}));
    CHECK(process.call(CurrentSession{}).value().ended == std::nullopt);
    if (asked) {
      CHECK(process.call(SignOut{}));
    } else {
      world.credential = [](const CredentialEffect&) { return CredentialAnswer{}; };
      CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
    }
    CHECK(end_of(process).cause == (asked ? EndCause::sign_out : EndCause::not_lent));
    CHECK(world.store.texts.empty());
  }
}

TEST_CASE("O15: a sign-in removes the note, a renewal does not look for one") {
  World world;
  world.store_session(0, kLife);
  Process process(world);
  CHECK(process.call(SignOut{}));
  CHECK_FALSE(world.store.note().empty());
  world.http = [&](const HttpEffect& request) { return world.server(request); };
  sign_in(process);
  CHECK(world.store.note().empty());
  CHECK(process.call(CurrentSession{}).value().ended == std::nullopt);
  const int erases = world.store.erases;
  world.advance(kLife);
  world.server.revoked = false;
  CHECK(process.call(CurrentAccessToken{}));
  CHECK(world.store.erases == erases);
}

TEST_CASE("O15: a store that takes no note loses the session all the same, and memory knows why") {
  Ended ended(400, R"({"error":"invalid_grant"})");
  ended.world.store.save_fails = true;
  Process process(ended.world);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::session_expired));
  CHECK_FALSE(ended.world.store.has_session());
  CHECK(end_of(process).cause == EndCause::refused);
}

TEST_CASE(
    "O15: who begins as nobody and asks nothing reads no note; a forged one is told in no part") {
  World world;
  world.store.texts[kNote] = R"({"cause":"refused","at_ms":"soon"})";
  Process process(world);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
  CHECK(world.store.loads == 1);
  for (const char* forged : {R"({"cause":"refused","at_ms":"soon"})", "[]", "{", R"({"cause":""})",
                             R"({"cause":"of_a_newer_version","at_ms":1})",
                             R"({"cause":"refused","http_status":1e300,"at_ms":1})",
                             R"({"cause":"refused","http_status":401,"at_ms":1e300})",
                             R"({"cause":"refused","http_status":-1,"at_ms":-1})"}) {
    world.store.texts[kNote] = forged;
    CHECK(process.call(CurrentSession{}).value().ended == std::nullopt);
  }
  CHECK(world.store.loads == 9);
}

TEST_CASE("Every end has a sentence in every language") {
  for (const Language language : {Language::en, Language::zh_cn})
    CHECK_FALSE(sentence(EndCause::not_lent, language).empty());
  CHECK(sentence(EndCause::sign_out, Language::en) !=
        sentence(EndCause::sign_out, Language::zh_cn));
}

}  // namespace
}  // namespace hufu::test
