// Refreshing over HTTP: one rotation for many, the three rules, and how sessions end.
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <map>
#include <mutex>
#include <thread>

#include "support/in_parallel.h"
#include "support/world.h"

using namespace hufu::mock::test;
using hufu::mock::RefreshReuse;

TEST_CASE("500 parallel refreshes of one token: one rotation, one child", "[refresh][V1]") {
  World world;
  const Client client = world.mini_program();
  std::mutex mutex;
  std::map<std::string, int> children;
  std::map<int, int> statuses;
  in_parallel(500, [&](int) {
    HttpCaller caller(world.port());
    const Json body = {{"refreshToken", client.refresh}};
    const Answer answer = caller.call(
        "POST", "/api/auth/refresh",
        {{"X-Platform", "miniprogram"}, {"Content-Type", "application/json"}}, body.dump());
    const std::lock_guard lock(mutex);
    ++statuses[answer.status];
    if (answer.status == 200) ++children[answer.json()["refreshToken"].get<std::string>()];
  });
  CHECK(statuses[200] == 500);
  CHECK(children.size() == 1);
  CHECK(world.count_audit("refreshed") == 1);
}

TEST_CASE("a refresh says who the person is", "[refresh]") {
  World world;
  const Client client = world.mini_program();
  const Answer answer = world.refresh(client);
  REQUIRE(answer.status == 200);
  CHECK(answer.header("cache-control") == "no-store");
  CHECK(answer.json()["user"]["id"] == client.user_id);
  CHECK(answer.json()["expiresIn"] == 900);
}

TEST_CASE("parent rule: the lost answer can be asked for again", "[refresh][R2]") {
  World world;
  Client client = world.mini_program();
  const std::string parent = client.refresh;
  const std::string child = world.refresh_with(parent, "miniprogram").json()["refreshToken"];

  SECTION("weeks later, while nobody has used the child") {
    world.advance_ms(14LL * 24 * 3600 * 1000);
    CHECK(world.refresh_with(parent, "miniprogram").json()["refreshToken"] == child);
  }
  SECTION("within ten seconds even after the child's access token was seen") {
    world.renew(client);
    world.profile(client);
    CHECK(world.refresh_with(parent, "miniprogram").json()["refreshToken"] == child);
  }
  SECTION("after that it is a theft") {
    world.renew(client);
    world.profile(client);
    world.advance_ms(10'500);
    const Answer replay = world.refresh_with(parent, "miniprogram");
    CHECK(replay.status == 400);
    CHECK(replay.error() == "refresh_token_already_used");
    CHECK(world.refresh(client).error() == "session_not_found");
    CHECK(world.count_audit("reuse_detected") == 1);
  }
}

TEST_CASE("replay of the grandparent ends the session at once", "[refresh][V2]") {
  World world;
  Client client = world.mini_program();
  const std::string grandparent = client.refresh;
  world.renew(client);
  world.renew(client);
  CHECK(world.refresh_with(grandparent, "miniprogram").error() == "refresh_token_already_used");
  const Answer refused = world.call_as(client, "GET", "/api/user/profile");
  CHECK(refused.status == 401);
  CHECK(refused.error() == "session_not_found");
  CHECK_FALSE(refused.header("www-authenticate").empty());
}

TEST_CASE("strict rule: the second use ends the session", "[refresh]") {
  World world(with_rule(RefreshReuse::Rule::strict));
  Client client = world.mini_program();
  const std::string parent = client.refresh;
  world.renew(client);
  CHECK(world.refresh_with(parent, "miniprogram").error() == "refresh_token_already_used");
  CHECK(world.refresh(client).error() == "session_not_found");
}

TEST_CASE("interval rule: seconds, not more", "[refresh]") {
  World world(with_rule(RefreshReuse::Rule::interval));
  Client client = world.mini_program();
  const std::string parent = client.refresh;
  world.renew(client);
  world.advance_ms(9'000);
  CHECK(world.refresh_with(parent, "miniprogram").json()["refreshToken"] == client.refresh);
  world.advance_ms(2'000);
  CHECK(world.refresh_with(parent, "miniprogram").error() == "refresh_token_already_used");
}

TEST_CASE("sessions grow old", "[refresh][R4]") {
  World world;
  constexpr std::int64_t day = 24LL * 3600 * 1000;
  Client client = world.mini_program();
  SECTION("idle") {
    world.advance_ms(31 * day);
    CHECK(world.refresh(client).error() == "session_expired");
  }
  SECTION("altogether") {
    for (int month = 0; month < 6; ++month) {
      world.advance_ms(29 * day);
      world.renew(client);
    }
    world.advance_ms(7 * day);
    CHECK(world.refresh(client).error() == "session_expired");
  }
}

TEST_CASE("access tokens live fifteen minutes", "[refresh]") {
  World world;
  Client client = world.mini_program();
  world.advance_ms(14 * 60 * 1000);
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 200);
  world.advance_ms(61 * 1000);
  CHECK(world.call_as(client, "GET", "/api/user/profile").error() == "invalid_token");
  world.renew(client);
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 200);
}

TEST_CASE("refresh tokens that were never ours", "[refresh]") {
  World world;
  const Client client = world.mini_program();
  const auto refresh_with = [&](const std::string& token) {
    return world.refresh_with(token, "miniprogram");
  };
  CHECK(refresh_with("garbage").error() == "invalid_grant");
  std::string forged = client.refresh;
  forged.back() = forged.back() == 'A' ? 'Q' : 'A';
  CHECK(refresh_with(forged).status == 400);
  CHECK(refresh_with(forged).error() == "invalid_grant");
  std::string unknown = client.refresh;
  unknown[5] = unknown[5] == '0' ? '1' : '0';
  CHECK(refresh_with(unknown).error() == "refresh_token_not_found");
  // On another platform the token is no good, and the session is not to blame.
  CHECK(world.refresh_with(client.refresh, "desktop").status == 401);
  CHECK(world.refresh(client).status == 200);
}

TEST_CASE("signing out: this session, the others, all", "[sign-out]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Client first = world.mini_program_of(person);
  const Client second = world.mini_program_of(person);
  const Client third = world.mini_program_of(person);
  const auto lives = [&](const Client& client) {
    return world.call_as(client, "GET", "/api/user/profile").status == 200;
  };

  SECTION("local") {
    CHECK(world.call_as(first, "POST", "/api/auth/logout").status == 204);
    CHECK_FALSE(lives(first));
    CHECK(lives(second));
    const Answer refused = world.refresh(first);
    CHECK(refused.status == 400);
    CHECK(refused.error() == "session_not_found");
  }
  SECTION("others") {
    CHECK(world.call_as(first, "POST", "/api/auth/logout?scope=others").status == 204);
    CHECK(lives(first));
    CHECK_FALSE(lives(second));
    CHECK_FALSE(lives(third));
  }
  SECTION("global") {
    CHECK(world.call_as(first, "POST", "/api/auth/logout?scope=global").status == 204);
    CHECK_FALSE(lives(first));
    CHECK_FALSE(lives(second));
  }
  SECTION("of an unknown kind") {
    CHECK(world.call_as(first, "POST", "/api/auth/logout?scope=everything").error() ==
          "invalid_request");
  }
}

TEST_CASE("banned users are refused everywhere", "[refresh]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Client client = world.mini_program_of(person);
  world.control("POST", "users/" + client.user_id + "/ban");
  CHECK(world.call_as(client, "GET", "/api/user/profile").error() == "user_banned");
  CHECK(world.refresh(client).error() == "user_banned");
  CHECK(world.refresh(client).status == 400);
  const Answer again = world.sign_in(world.login_code(person));
  CHECK(again.status == 403);
  CHECK(again.error() == "user_banned");
}
