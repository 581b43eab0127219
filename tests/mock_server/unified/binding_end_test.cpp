// The ways in which a binding ends without a link, and who may do what in it.
#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

TEST_CASE("three wrong numbers end it", "[binding][B5]") {
  World world;
  const Client web = world.web();
  const Client mini = world.mini_program();
  const PendingBinding binding = world.bring_to_accepted(web, mini);
  const PendingBinding wrong{binding.id, binding.number == "00" ? "01" : "00"};
  const Answer first = world.confirm(web, wrong);
  CHECK(first.status == 422);
  CHECK(first.error() == "wrong_number");
  CHECK(first.json()["attemptsLeft"] == 2);
  CHECK(world.confirm(web, wrong).json()["attemptsLeft"] == 1);
  const Answer third = world.confirm(web, wrong);
  CHECK(third.status == 409);
  CHECK(third.error() == "binding_ended");
  CHECK(world.confirm(web, binding).error() == "binding_ended");
  CHECK(world.profile(mini)["identities"].size() == 1);
}

TEST_CASE("either side can say no", "[binding]") {
  World world;
  const Client web = world.web();
  const Client mini = world.mini_program();
  const PendingBinding binding = world.bring_to_accepted(web, mini);
  const bool issuer_declines = GENERATE(true, false);
  const Client& decliner = issuer_declines ? web : mini;
  CHECK(world.call_as(decliner, "POST", "/api/bindings/" + binding.id + "/decline").status == 204);
  CHECK(world.call_as(decliner, "POST", "/api/bindings/" + binding.id + "/decline").status == 204);
  CHECK(world.show_binding(web, binding.id).json()["state"] == "declined");
  const Answer late = world.confirm(web, binding);
  CHECK(late.status == 409);
  CHECK(late.error() == "binding_declined");
}

TEST_CASE("nobody answers: it expires", "[binding][B2][B10]") {
  World world;
  const Client mini = world.mini_program();
  const std::string user = world.add_clerk_user();
  Client web = world.web_of(user);
  SECTION("the code after 300 s") {
    const std::string code = world.issue(mini).json()["bindCode"];
    world.advance_ms(300'000);
    web.token = world.clerk_token(user);
    CHECK(world.redeem(web, code).error() == "bind_code_invalid");
  }
  SECTION("the pending binding after 120 s") {
    const PendingBinding binding = world.bring_to_accepted(mini, web);
    world.advance_ms(120'000);
    const Answer late = world.confirm(mini, binding);
    CHECK(late.status == 409);
    CHECK(late.error() == "binding_expired");
    CHECK(world.show_binding(mini, binding.id).json()["state"] == "expired");
    CHECK(world.count_audit("expired") == 1);
  }
}

TEST_CASE("issuing wants a fresh sign-in", "[binding][B6]") {
  World world;
  Client mini = world.mini_program();
  const std::string user = world.add_clerk_user();
  Client web = world.web_of(user);
  world.advance_ms(10 * 60 * 1000 + 60'000);
  CHECK(world.issue(mini).status == 403);
  CHECK(world.issue(mini).error() == "reauth_required");
  web.token = world.clerk_token(user);
  CHECK(world.issue(web).error() == "reauth_required");
  world.control("POST", "clerk/sessions", {{"userId", user}});
  web.token = world.clerk_token(user);
  CHECK(world.issue(web).status == 201);
}

TEST_CASE("a new code kills the old one", "[binding][B4]") {
  World world;
  const Client web = world.web();
  const std::string old_code = world.issue(web).json()["bindCode"];
  const std::string new_code = world.issue(web).json()["bindCode"];
  const Client mini = world.mini_program();
  CHECK(world.redeem(mini, old_code).error() == "bind_code_invalid");
  CHECK(world.redeem(mini, new_code).status == 202);
}

TEST_CASE("a code dies with the session that issued it", "[binding][B7]") {
  World world;
  const Client mini = world.mini_program();
  const std::string code = world.issue(mini).json()["bindCode"];
  CHECK(world.call_as(mini, "POST", "/api/auth/logout").status == 204);
  CHECK(world.redeem(world.web(), code).error() == "bind_code_invalid");
}

TEST_CASE("strangers see and do nothing", "[binding]") {
  World world;
  const Client web = world.web();
  const Client mini = world.mini_program();
  const PendingBinding binding = world.bring_to_accepted(web, mini);
  const Client stranger = world.mini_program();
  CHECK(world.show_binding(stranger, binding.id).error() == "binding_not_found");
  CHECK(world.confirm(stranger, binding).error() == "binding_not_found");
  CHECK(world.confirm(mini, binding).error() == "binding_not_found");
  CHECK(world.call_as(web, "POST", "/api/bindings/" + binding.id + "/accept", Json::object())
            .error() == "binding_not_found");
  CHECK(world.call_as(stranger, "POST", "/api/bindings/" + binding.id + "/decline").error() ==
        "binding_not_found");
  CHECK(world.show_binding(web, binding.id).json()["state"] == "accepted");
}
