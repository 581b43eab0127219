// Taking a sign-in off an account, and putting it on another (B14, V12).
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

constexpr std::int64_t kHour = 3600 * 1000;

}  // namespace

TEST_CASE("the last way in stays", "[unbind]") {
  World world;
  const Client mini = world.mini_program();
  const Answer refused = world.call_as(mini, "DELETE", "/api/identities/wechat");
  CHECK(refused.status == 422);
  CHECK(refused.error() == "single_identity_not_deletable");
  CHECK(world.call_as(mini, "DELETE", "/api/identities/clerk").error() == "identity_not_found");
  CHECK(world.call_as(mini, "DELETE", "/api/identities/qq").error() == "identity_not_found");
}

TEST_CASE("unbinding ends what came through that identity", "[unbind]") {
  World world;
  const std::string person = world.add_wechat_person();
  Client web = world.web();
  Client mini = world.mini_program_of(person);
  world.link(web, mini);

  const Answer unbound = world.call_as(web, "DELETE", "/api/identities/wechat");
  INFO(unbound.text);
  REQUIRE(unbound.status == 200);
  CHECK(unbound.json()["identities"].size() == 1);
  CHECK(world.call_as(mini, "GET", "/api/user/profile").error() == "session_not_found");
  CHECK(world.refresh(mini).error() == "session_not_found");
  CHECK(world.mini_program_of(person).user_id != web.user_id);
  CHECK(world.count_audit("unlinked") == 1);
}

TEST_CASE("unbinding the other half renews one's own session", "[unbind][B13]") {
  World world;
  Client web = world.web();
  Client mini = world.mini_program();
  world.link(mini, web);
  REQUIRE(world.call_as(mini, "DELETE", "/api/identities/web").status == 200);
  CHECK(world.call_as(mini, "GET", "/api/user/profile").error() == "invalid_token");
  world.renew(mini);
  CHECK(world.profile(mini)["identities"].size() == 1);
}

TEST_CASE("unbinding wants a fresh sign-in", "[unbind][B6]") {
  World world;
  Client web = world.web();
  Client mini = world.mini_program();
  world.link(web, mini);
  world.advance_ms(11 * 60 * 1000);
  CHECK(world.call_as(mini, "DELETE", "/api/identities/web").error() == "reauth_required");
}

TEST_CASE("a released identity cools down before somebody else gets it", "[unbind][V12]") {
  World world;
  const std::string person = world.add_wechat_person();
  Client first = world.web();
  Client mini = world.mini_program_of(person);
  world.link(first, mini);
  const std::string old_refresh = mini.refresh;
  REQUIRE(world.call_as(first, "DELETE", "/api/identities/wechat").status == 200);

  SECTION("to another account: after a day") {
    const std::string user = world.add_clerk_user();
    Client second = world.web_of(user);
    const Answer refused =
        world.redeem(world.mini_program_of(person), world.issue(second).json()["bindCode"]);
    CHECK(refused.status == 409);
    CHECK(refused.error() == "identity_cooling_down");
    world.advance_ms(25 * kHour);
    world.control("POST", "clerk/sessions", {{"userId", user}});
    second.token = world.clerk_token(user);
    Client again = world.mini_program_of(person);
    world.link(second, again);
    CHECK(again.user_id == second.user_id);
    // What the previous owner's phone still holds opens nothing.
    CHECK(world.refresh_with(old_refresh, "miniprogram").error() == "session_not_found");
    world.advance_ms(30 * 24 * kHour);
    CHECK(world.refresh_with(old_refresh, "miniprogram").error() == "session_not_found");
  }
  SECTION("back to the same one: at once") {
    Client again = world.mini_program_of(person);
    world.link(first, again);
    CHECK(again.user_id == first.user_id);
  }
}
