// The five ways to be in an account before its owner (Sudhodanan & Paverd), tried on this one (V9,
// B15).
#include <catch2/catch_test_macros.hpp>
#include <chrono>
#include <thread>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

// A web user whose profile has arrived.
Client web_with(World& world, const Json& wish) {
  const Client client = world.web_of(world.add_clerk_user(wish));
  for (int round = 0; round < 50 && world.profile(client)["nickname"] == ""; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return client;
}

}  // namespace

TEST_CASE("classic-federated merge: the same e-mail joins nobody", "[takeover][V9]") {
  World world;
  const Client attacker = web_with(world, {{"firstName", "A"}, {"email", "victim@example.com"}});
  const Client victim = web_with(world, {{"firstName", "V"}, {"email", "victim@example.com"}});
  CHECK(world.profile(attacker)["id"] != world.profile(victim)["id"]);
}

TEST_CASE("unexpired session: ended by the owner's global sign-out", "[takeover][V9]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Client old_phone = world.mini_program_of(person);
  const Client owner = world.mini_program_of(person);
  CHECK(world.call_as(owner, "POST", "/api/auth/logout?scope=others").status == 204);
  CHECK(world.refresh(old_phone).error() == "session_not_found");
}

TEST_CASE("trojan identifier: an attacker's WeChat cannot stay hidden in somebody's account",
          "[takeover][V9]") {
  World world;
  Client attacker = world.mini_program();
  Client victim = world.web();
  // The attacker would have to hold a fresh session of the victim, and the victim to type the
  // attacker's number.
  const PendingBinding binding = world.bring_to_accepted(victim, attacker);
  CHECK(world
            .call_as(attacker, "POST", "/api/bindings/" + binding.id + "/confirm",
                     {{"number", binding.number}})
            .status == 404);
  CHECK(world.profile(victim)["identities"].size() == 1);
}

TEST_CASE("a code tricked into a victim's hands moves nothing without the victim's data being safe",
          "[takeover][V9]") {
  World world;
  const Client attacker = world.web();
  const Client victim = world.mini_program();
  REQUIRE(world.call_as(victim, "PUT", "/api/user/profile", {{"nickname", "mine"}}).status == 200);
  CHECK(world.redeem(victim, world.issue(attacker).json()["bindCode"]).error() ==
        "identity_already_exists");
  CHECK(world.profile(victim)["nickname"] == "mine");
}

TEST_CASE("non-verifying provider: an unverified address carries nothing", "[takeover][V9]") {
  World world;
  const Client attacker = web_with(
      world, {{"firstName", "A"}, {"email", "victim@example.com"}, {"emailVerified", false}});
  CHECK(world.profile(attacker)["email"] == "");
}

TEST_CASE("previews show only what a provider vouches for, masked", "[takeover][B9]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Json hint = {{"userInfo", {{"nickName", "Customer service"}, {"avatarUrl", ""}}}};
  const Json signed_in = world.sign_in(world.login_code(person), "miniprogram", hint).json();
  const Client attacker{"miniprogram", signed_in["token"], signed_in["refreshToken"],
                        signed_in["user"]["id"]};
  const Client victim =
      web_with(world, {{"firstName", "Victoria"}, {"email", "victoria@example.com"}});
  const PendingBinding binding = world.bring_to_accepted(victim, attacker);
  const Json seen_by_victim =
      world.call_as(victim, "GET", "/api/bindings/" + binding.id).json()["preview"];
  CHECK(seen_by_victim["nickname"] == "");
  const Json seen_by_attacker =
      world.call_as(attacker, "GET", "/api/bindings/" + binding.id).json()["preview"];
  CHECK(seen_by_attacker["nickname"] == "V***");
  CHECK(seen_by_attacker["email"] == "v…@example.com");
}
