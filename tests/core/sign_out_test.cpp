// Leaving: scopes, and what happens when the server or the store does not help.
#include "nobody.h"

namespace hufu::test {
namespace {

TEST_CASE("Local state goes even when the server cannot be reached") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.http = [](const HttpEffect&) { return FailedAnswer{Errc::network, "offline"}; };
  CHECK(process.call(SignOut{}));
  check_nobody_is_here(process);
  check_ended(process, EndCause::sign_out, "C9");
}

TEST_CASE("global: here the person is out, but that others are not told is an error") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.http = [](const HttpEffect&) { return FailedAnswer{Errc::network, "offline"}; };
  SignOut everywhere;
  everywhere.scope = "global";
  CHECK(process.call(everywhere).is(Errc::network));
  check_nobody_is_here(process);
}

TEST_CASE("The scope is told to the server, with a token that lives") {
  for (const bool expired : {false, true}) {
    World world;
    world.store_session(expired ? kHour : 0, 15 * kMinute);
    Process process(world);
    SignOut everywhere;
    everywhere.scope = "global";
    CHECK(process.call(everywhere));
    CHECK(world.server.revoked);
    const auto* last = std::get_if<HttpEffect>(&process.log.back().effect);
    REQUIRE(last != nullptr);
    CHECK(last->url == "https://api.example.com/api/auth/logout?scope=global");
    CHECK(header(last->headers, "Authorization") == (expired ? "Bearer A2" : "Bearer A1"));
    check_nobody_is_here(process);
  }
}

TEST_CASE("others: this session stays") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  world.http = [](const HttpEffect&) { return HttpAnswer{204, {}, ""}; };
  SignOut others;
  others.scope = "others";
  CHECK(process.call(others));
  CHECK(process.state() == SessionState::signed_in);
  CHECK(world.store.has_session());
  CHECK(process.events_of(EventKind::signed_out) == 0);
}

TEST_CASE("An unknown scope is refused and nothing happens") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  SignOut wrong;
  wrong.scope = "everything";
  CHECK(process.call(wrong).is(Errc::invalid_argument));
  CHECK(process.call(CurrentAccessToken{}));
}

TEST_CASE("A store that cannot be erased is reported; asking again erases it") {
  World world;
  world.store_session(0, 15 * kMinute);
  Process process(world);
  process.call(CurrentSession{}).value();
  world.store.erase_fails = true;
  CHECK(process.call(SignOut{}).is(Errc::store_unavailable));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events_of(EventKind::signed_out) == 1);
  CHECK(process.call(CurrentAccessToken{}).is(Errc::signed_out));
  world.store.erase_fails = false;
  CHECK(process.call(SignOut{}));
  check_nobody_is_here(process);
}

TEST_CASE("Signing out waits five seconds at most for another process, then leaves all the same") {
  World world;
  world.store_session(kHour, 15 * kMinute);
  Process stuck(world);
  stuck.held_back = [](const Effect& effect) { return is_http(effect, "refresh"); };
  const OperationId waits = stuck.begin(CurrentAccessToken{});
  stuck.settle();
  Process process(world);
  const OperationId leaving = process.begin(SignOut{});
  process.run(6'000);
  CHECK(process.outcome<Nothing>(leaving));
  CHECK_FALSE(world.store.has_session());
  // The other process comes back with its answer, and finds that the session is gone.
  stuck.held_back = nullptr;
  stuck.settle();
  CHECK(stuck.outcome<AccessToken>(waits).error().action() == Action::sign_in_again);
  CHECK(stuck.state() == SessionState::signed_out);
  check_nobody_is_here(process);
}

TEST_CASE("Signing out twice, or when nobody is here, is no error and tells no more than that") {
  World world;
  Process process(world);
  CHECK(process.call(SignOut{}));
  const OperationId one = process.begin(SignOut{});
  const OperationId two = process.begin(SignOut{});
  process.settle();
  CHECK(process.outcome<Nothing>(one));
  CHECK(process.outcome<Nothing>(two));
  CHECK(process.events.size() == 1);
  CHECK(process.events_of(EventKind::initial_session) == 1);
}

TEST_CASE("A sign-in that fails was no session, and a person who stays is not told to have left") {
  World world;
  world.http = [](const HttpEffect&) { return json_answer(503, ""); };
  Process process(world);
  SignInWithWechat how;
  how.code = Secret("code-1");
  process.held_back = [](const Effect& effect) { return is_http(effect, ""); };
  const OperationId signing = process.begin(how);
  process.settle();
  CHECK(process.state() == SessionState::signing_in);
  process.held_back = nullptr;
  process.settle();
  CHECK(process.outcome<SessionInfo>(signing).is(Errc::server_unavailable));
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events.empty());
}

TEST_CASE("A sign-in by the host that nobody waits for any more is given up") {
  World world;
  Process process(world);
  process.held_back = [](const Effect& effect) { return name(effect) == "credential"; };
  const OperationId one = process.begin(SignInWithWechat{});
  const OperationId two = process.begin(SignInWithWechat{});
  process.settle();
  CHECK(process.count("credential") == 1);
  process.cancel(one);
  CHECK(process.count("credential") == 1);
  process.cancel(two);
  CHECK(process.pending.empty());
  CHECK(process.cancelled.size() == 1);
  CHECK(process.state() == SessionState::signed_out);
  CHECK(process.events.empty());
}

}  // namespace
}  // namespace hufu::test
