// Device sign-in (RFC 8628), approved on the other half by number.
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

const std::string kGrant = "urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code";

Answer post_form(World& world, const std::string& path, const std::string& form,
                 const std::string& platform = "desktop") {
  HttpCaller caller(world.port());
  return caller.call(
      "POST", path,
      {{"X-Platform", platform}, {"Content-Type", "application/x-www-form-urlencoded"}}, form);
}

Json start(World& world) {
  const Answer answer = post_form(world, "/oauth/device_authorization", "client_id=hufu-cli");
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json();
}

Answer poll(World& world, const Json& grant) {
  return post_form(world, "/oauth/token",
                   "grant_type=" + kGrant + "&client_id=hufu-cli&device_code=" +
                       grant["device_code"].get<std::string>());
}

Answer decide(World& world, const Client& client, const Json& grant, const std::string& what,
              const Json& body = Json::object()) {
  return world.call_as(client, "POST",
                       "/api/device/" + grant["user_code"].get<std::string>() + "/" + what, body);
}

}  // namespace

TEST_CASE("a device is let in", "[device]") {
  World world;
  const Client mini = world.mini_program();
  const Json grant = start(world);
  CHECK(grant["interval"] == 5);
  CHECK(grant["expires_in"] == 600);
  CHECK(poll(world, grant).error() == "authorization_pending");

  const Answer preview =
      world.call_as(mini, "GET", "/api/device/" + grant["user_code"].get<std::string>());
  INFO(preview.text);
  REQUIRE(preview.status == 200);
  CHECK(preview.json()["client"] == "hufu-cli");
  CHECK(preview.json()["platform"] == "desktop");
  CHECK_FALSE(preview.json().contains("number"));

  CHECK(decide(world, mini, grant, "approve", {{"number", grant["number"]}}).status == 200);
  CHECK(decide(world, mini, grant, "approve", {{"number", grant["number"]}}).status == 200);
  world.advance_ms(6000);
  const Answer token = poll(world, grant);
  INFO(token.text);
  REQUIRE(token.status == 200);
  CHECK(token.header("cache-control") == "no-store");
  CHECK(token.json()["token_type"] == "Bearer");
  Client desktop{"desktop", token.json()["access_token"], token.json()["refresh_token"], ""};
  CHECK(world.profile(desktop)["id"] == mini.user_id);
  // A lost answer is given again, until the device has refreshed with it.
  CHECK(poll(world, grant).json()["refresh_token"] == desktop.refresh);
  world.renew(desktop);
  CHECK(poll(world, grant).error() == "invalid_grant");
}

TEST_CASE("polling too often slows down", "[device][B19]") {
  World world;
  const Json grant = start(world);
  CHECK(poll(world, grant).error() == "authorization_pending");
  world.advance_ms(4000);
  CHECK(poll(world, grant).error() == "slow_down");
  world.advance_ms(6000);
  CHECK(poll(world, grant).error() == "slow_down");
  world.advance_ms(16000);
  CHECK(poll(world, grant).error() == "authorization_pending");
}

TEST_CASE("a device is denied, or nobody comes", "[device]") {
  World world;
  const Client web = world.web();
  const Json grant = start(world);
  SECTION("denied") {
    CHECK(decide(world, web, grant, "deny").status == 204);
    CHECK(poll(world, grant).error() == "access_denied");
  }
  SECTION("approved and denied after all") {
    CHECK(decide(world, web, grant, "approve", {{"number", grant["number"]}}).status == 200);
    CHECK(decide(world, web, grant, "deny").status == 204);
    CHECK(poll(world, grant).error() == "access_denied");
  }
  SECTION("three wrong numbers") {
    const std::string wrong = grant["number"] == "11" ? "22" : "11";
    CHECK(decide(world, web, grant, "approve", {{"number", wrong}}).json()["attemptsLeft"] == 2);
    CHECK(decide(world, web, grant, "approve", {{"number", wrong}}).error() == "wrong_number");
    CHECK(decide(world, web, grant, "approve", {{"number", wrong}}).error() == "binding_ended");
    CHECK(poll(world, grant).error() == "access_denied");
  }
  SECTION("too late") {
    world.advance_ms(600'000);
    CHECK(poll(world, grant).error() == "expired_token");
  }
}

TEST_CASE("codes of devices are guessed as little as bind codes", "[device][B5]") {
  World world;
  const Client mini = world.mini_program();
  for (int index = 0; index < 5; ++index)
    CHECK(world.call_as(mini, "GET", "/api/device/BBBBB-BBBBB").error() == "user_code_invalid");
  CHECK(world.call_as(mini, "GET", "/api/device/BBBBB-BBBBB").status == 429);
}

TEST_CASE("forms that are not", "[device]") {
  World world;
  CHECK(post_form(world, "/oauth/device_authorization", "").error() == "invalid_request");
  CHECK(post_form(world, "/oauth/device_authorization", "client_id=a&client_id=b").error() ==
        "invalid_request");
  // No UTF-8; ends of lines; what commands a terminal; what turns the text around it.
  for (const char* name :
       {"%ff", "a%0Ab", "a%E2%80%A8b", "a%C2%85b", "%C2%9B31m", "%1B[31m", "%E2%80%AEa"}) {
    INFO(name);
    CHECK(
        post_form(world, "/oauth/device_authorization", std::string("client_id=") + name).error() ==
        "invalid_request");
  }
  CHECK(
      post_form(world, "/oauth/device_authorization", "client_id=%E7%AC%A6%E8%8C%B6%C2%A0%E2%98%95")
          .status == 200);
  CHECK(post_form(world, "/oauth/token", "grant_type=password&device_code=x").error() ==
        "unsupported_grant_type");
  CHECK(post_form(world, "/oauth/token", "grant_type=" + kGrant + "&device_code=unknown").error() ==
        "invalid_grant");
}
