// Refreshing over the GoTrue surface: the three rules, other surfaces' tokens, and a database that
// is held by somebody else.
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <catch2/catch_test_macros.hpp>
#include <map>
#include <mutex>

#include "gotrue/clients.h"
#include "support/in_parallel.h"
#include "support/scratch_database.h"

using namespace hufu::mock::test;
using hufu::mock::MockConfig;
using hufu::mock::RefreshReuse;

TEST_CASE("gotrue: many refreshes of one token are one rotation", "[gotrue][refresh][V1]") {
  MockConfig config;
  config.limits = false;
  World world(config);
  const GotrueClient client = sign_up(world, "ada@example.com");
  std::mutex mutex;
  std::map<std::string, int> children;
  in_parallel(200, [&](int) {
    HttpCaller caller(world.port());
    const Json body = {{"refresh_token", client.refresh}};
    const Answer answer = caller.call("POST", "/auth/v1/token?grant_type=refresh_token",
                                      {{"Content-Type", "application/json"}}, body.dump());
    const std::lock_guard lock(mutex);
    ++children[answer.status == 200 ? answer.json()["refresh_token"].get<std::string>() : ""];
  });
  CHECK(children.size() == 1);
  CHECK(children.begin()->second == 200);
  CHECK_FALSE(children.begin()->first.empty());
  CHECK(world.count_audit("refreshed") == 1);
}

TEST_CASE("gotrue, parent rule: a lost answer can be asked for again", "[gotrue][refresh]") {
  World world;
  const GotrueClient parent = sign_up(world, "ada@example.com");
  GotrueClient child = session_in(refresh(world, parent));
  SECTION("for weeks, while nobody has used the child") {
    world.advance_ms(14LL * 24 * 3600 * 1000);
    CHECK(session_in(refresh(world, parent)).refresh == child.refresh);
  }
  SECTION("not when the child's access token has been seen") {
    user_of(world, child);
    world.advance_ms(10'500);
    CHECK(code_of(refresh(world, parent)) == "refresh_token_already_used");
    CHECK(code_of(refresh(world, child)) == "session_not_found");
  }
  SECTION("the grandparent ends the session, also for its access tokens") {
    renew(world, child);
    const Answer replay = refresh(world, parent);
    CHECK(replay.status == 400);
    CHECK(code_of(replay) == "refresh_token_already_used");
    const Answer refused = gotrue_call(world, child, "GET", "/user");
    CHECK(refused.status == 403);
    CHECK(code_of(refused) == "session_not_found");
    CHECK(world.count_audit("reuse_detected") == 1);
  }
}

TEST_CASE("gotrue, strict rule: the second use ends the session", "[gotrue][refresh]") {
  World world(with_rule(RefreshReuse::Rule::strict));
  const GotrueClient parent = sign_up(world, "ada@example.com");
  const GotrueClient child = session_in(refresh(world, parent));
  CHECK(code_of(refresh(world, parent)) == "refresh_token_already_used");
  CHECK(code_of(refresh(world, child)) == "session_not_found");
}

TEST_CASE("gotrue, interval rule: seconds, not more", "[gotrue][refresh]") {
  World world(with_rule(RefreshReuse::Rule::interval));
  const GotrueClient parent = sign_up(world, "ada@example.com");
  const GotrueClient child = session_in(refresh(world, parent));
  world.advance_ms(9'000);
  CHECK(session_in(refresh(world, parent)).refresh == child.refresh);
  world.advance_ms(2'000);
  CHECK(code_of(refresh(world, parent)) == "refresh_token_already_used");
}

TEST_CASE("gotrue: refresh tokens that are nobody's are alike", "[gotrue][refresh]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  const Client unified = world.mini_program();
  std::string forged = client.refresh;
  forged.back() = forged.back() == 'A' ? 'Q' : 'A';
  std::string unknown = client.refresh;
  unknown[5] = unknown[5] == '0' ? '1' : '0';
  std::string first;
  for (const std::string& token : {std::string("v1stgxr8z5jd"), forged, unknown, unified.refresh}) {
    const Answer answer = refresh(world, {"", token, ""});
    CHECK(answer.status == 400);
    CHECK(code_of(answer) == "refresh_token_not_found");
    if (first.empty()) first = answer.text;
    CHECK(answer.text == first);
  }
  // The unified session is not to blame, nor is this one on the other surface.
  CHECK(world.refresh(unified).status == 200);
  CHECK(world.refresh_with(client.refresh, "web").status == 401);
  CHECK(refresh(world, client).status == 200);
}

TEST_CASE("tokens of one surface are none on another", "[gotrue]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient gotrue = wechat_login(world, person);
  const Client unified = world.mini_program_of(person);
  CHECK(gotrue.user_id == unified.user_id);
  for (const char* platform : {"miniprogram", "web", "server", "desktop"}) {
    const Client posing = {platform, gotrue.token, "", ""};
    CHECK(world.call_as(posing, "GET", "/api/user/profile").error() == "invalid_token");
  }
  const Answer refused = gotrue_call(world, {unified.token, "", ""}, "GET", "/user");
  CHECK(refused.status == 403);
  CHECK(code_of(refused) == "bad_jwt");
}

TEST_CASE("gotrue: sessions grow old and end", "[gotrue][refresh]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  SECTION("idle for a month") {
    world.advance_ms(31LL * 24 * 3600 * 1000);
    CHECK(code_of(refresh(world, client)) == "session_expired");
  }
  SECTION("access tokens after fifteen minutes") {
    world.advance_ms(15 * 60 * 1000);
    CHECK(code_of(gotrue_call(world, client, "GET", "/user")) == "bad_jwt");
    user_of(world, session_in(refresh(world, client)));
  }
  SECTION("signed out") {
    CHECK(gotrue_call(world, client, "POST", "/logout?scope=local").status == 204);
    CHECK(code_of(refresh(world, client)) == "session_not_found");
    CHECK(code_of(gotrue_call(world, client, "POST", "/logout")) == "session_not_found");
  }
}

TEST_CASE("gotrue: a session that others hold for seconds is a conflict", "[gotrue][refresh]") {
  const ScratchDatabase database;
  MockConfig config;
  config.database_url = database.url();
  World world(config);
  const GotrueClient client = sign_up(world, "ada@example.com");
  {
    soci::session other(soci::sqlite3, "db=" + database.file());
    other << "BEGIN IMMEDIATE";
    const Answer answer = refresh(world, client);
    CHECK(answer.status == 409);
    CHECK(code_of(answer) == "conflict");
    other << "ROLLBACK";
  }
  CHECK(refresh(world, client).status == 200);
}
