// Table B11, row by row and in both directions, and the merge that is the way out of it.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

Client new_client(World& world, bool is_web) { return is_web ? world.web() : world.mini_program(); }

void give_data(World& world, const Client& client) {
  REQUIRE(world.call_as(client, "PUT", "/api/user/profile", {{"nickname", "with data"}}).status ==
          200);
}

std::string new_code(World& world, const Client& issuer) {
  const Answer issued = world.issue(issuer);
  REQUIRE(issued.status == 201);
  return issued.json()["bindCode"];
}

Answer merge(World& world, const Client& redeemer, const std::string& code,
             const std::string& survivor) {
  const std::string platform = redeemer.platform == "web" ? "wechat" : "web";
  return world.call_as(redeemer, "POST", "/api/users/merge",
                       {{"bindCode", code}, {"platform", platform}, {"survivor", survivor}});
}

}  // namespace

TEST_CASE("B11: unknown to the server: link", "[conflict]") {
  World world;
  // A Clerk token is on first sight when it redeems.
  const Client mini = world.mini_program();
  const std::string code = new_code(world, mini);
  const Client web{"web", world.clerk_token(world.add_clerk_user()), "", ""};
  CHECK(world.redeem(web, code).status == 202);
}

TEST_CASE("B11: already on the same user: nothing to do", "[conflict]") {
  World world;
  auto [issuer, redeemer] = pair_of(world, GENERATE(true, false));
  world.link(issuer, redeemer);
  const std::string before = world.profile(issuer).dump();
  const Answer again = world.redeem(redeemer, new_code(world, issuer));
  CHECK(again.status == 200);
  CHECK(again.json() == Json{{"state", "already_linked"}});
  CHECK(world.profile(issuer).dump() == before);
  // And from the other side.
  CHECK(world.redeem(issuer, new_code(world, redeemer)).json()["state"] == "already_linked");
}

TEST_CASE("B11: a shell is absorbed", "[conflict]") {
  World world;
  const bool web_issues = GENERATE(true, false);
  auto [issuer, redeemer] = pair_of(world, web_issues);
  give_data(world, issuer);
  Client other_session = redeemer;
  world.link(issuer, redeemer);
  CHECK(redeemer.user_id == issuer.user_id);
  CHECK(world.profile(redeemer)["nickname"] == "with data");
}

TEST_CASE("B11: the shell's other sessions end", "[conflict]") {
  World world;
  const std::string person = world.add_wechat_person();
  Client phone = world.mini_program_of(person);
  const Client tablet = world.mini_program_of(person);
  Client web = world.web();
  world.link(web, phone);
  CHECK(world.call_as(tablet, "GET", "/api/user/profile").error() == "session_not_found");
  CHECK(world.refresh(tablet).error() == "session_not_found");
  CHECK(world.mini_program_of(person).user_id == web.user_id);
}

TEST_CASE("B11: another user with data keeps it", "[conflict]") {
  World world;
  auto [issuer, redeemer] = pair_of(world, GENERATE(true, false));
  give_data(world, redeemer);
  if (GENERATE(true, false)) give_data(world, issuer);
  const Answer refused = world.redeem(redeemer, new_code(world, issuer));
  CHECK(refused.status == 422);
  CHECK(refused.error() == "identity_already_exists");
  CHECK(world.profile(redeemer)["id"] == redeemer.user_id);
}

TEST_CASE("B11: the issuer has one of that provider", "[conflict]") {
  World world;
  const bool web_issues = GENERATE(true, false);
  auto [issuer, redeemer] = pair_of(world, web_issues);
  world.link(issuer, redeemer);
  const Client another = new_client(world, !web_issues);
  const Answer refused = world.redeem(another, new_code(world, issuer));
  CHECK(refused.status == 409);
  CHECK(refused.error() == "provider_already_linked");
}

TEST_CASE("B11: two links of one identity: one wins, the other hears 422", "[conflict]") {
  World world;
  const bool webs_issue = GENERATE(true, false);
  Client first = new_client(world, webs_issue);
  Client second = new_client(world, webs_issue);
  Client wanted = new_client(world, !webs_issue);
  const PendingBinding one = world.bring_to_accepted(first, wanted);
  const PendingBinding other = world.bring_to_accepted(second, wanted);
  CHECK(world.confirm(first, one).status == 200);
  const Answer loser = world.confirm(second, other);
  CHECK(loser.status == 422);
  CHECK(loser.error() == "identity_already_exists");
  CHECK(world.profile(second)["identities"].size() == 1);
}

TEST_CASE("B11: a conflict that appears after redeeming", "[conflict]") {
  World world;
  Client web = world.web();
  Client mini = world.mini_program();
  const PendingBinding binding = world.bring_to_accepted(web, mini);
  give_data(world, mini);
  const Answer refused = world.confirm(web, binding);
  CHECK(refused.status == 422);
  CHECK(refused.error() == "identity_already_exists");
  CHECK(world.profile(mini)["id"] == mini.user_id);
}

TEST_CASE("merging is a choice of its own", "[conflict][merge]") {
  World world;
  const bool web_issues = GENERATE(true, false);
  const std::string survivor = GENERATE("issuer", "redeemer");
  auto [issuer, redeemer] = pair_of(world, web_issues);
  give_data(world, issuer);
  give_data(world, redeemer);
  const std::string code = new_code(world, issuer);
  CHECK(world.redeem(redeemer, code).error() == "identity_already_exists");

  const Answer redeemed = merge(world, redeemer, code, survivor);
  INFO(redeemed.text);
  REQUIRE(redeemed.status == 202);
  CHECK(redeemed.json()["preview"]["effect"] == "merge");
  CHECK(redeemed.json()["preview"]["survivor"] == survivor);
  const std::string id = redeemed.json()["bindingId"];
  const Json accepted =
      world.call_as(redeemer, "POST", "/api/bindings/" + id + "/accept", Json::object()).json();
  const Answer confirmed = world.confirm(issuer, {id, accepted["number"]});
  REQUIRE(confirmed.status == 200);
  const std::string expected = survivor == "issuer" ? issuer.user_id : redeemer.user_id;
  if (!issuer.refresh.empty()) {
    issuer.token = confirmed.json()["session"]["token"];
    CHECK(confirmed.json()["session"]["user"]["id"] == expected);
  }
  if (!redeemer.refresh.empty()) world.renew(redeemer);
  CHECK(world.profile(issuer)["id"] == expected);
  CHECK(world.profile(redeemer)["id"] == expected);
  CHECK(world.profile(redeemer)["identities"].size() == 2);
  CHECK(world.count_audit("merged") == 1);
}

TEST_CASE("two users with the same kind of sign-in cannot be merged", "[conflict][merge]") {
  World world;
  Client web = world.web();
  Client mini = world.mini_program();
  world.link(web, mini);
  const Client another = world.mini_program();
  CHECK(merge(world, another, new_code(world, web), "issuer").error() == "provider_already_linked");
  CHECK(merge(world, another, new_code(world, web), "me").error() == "invalid_request");
}
