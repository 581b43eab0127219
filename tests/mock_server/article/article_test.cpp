// The backend as its article has it: what a client written after it sees.
#include <catch2/catch_test_macros.hpp>
#include <iostream>
#include <sstream>

#include "crypto/encoding.h"
#include "support/program.h"
#include "support/world.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

MockConfig as_the_article() {
  MockConfig config;
  config.as_the_article = true;
  return config;
}

Json claims_of(const std::string& token) {
  const std::size_t first = token.find('.') + 1;
  return Json::parse(decode_base64url(token.substr(first, token.rfind('.') - first)).value());
}

Client signed_in(World& world, const std::string& person) {
  const Json answer = world.sign_in(world.login_code(person)).json();
  return {"miniprogram", answer["token"], "", answer["user"]["id"]};
}

Client clerk_client(World& world) {
  return {"web", world.clerk_token(world.add_clerk_user({{"firstName", "Ada"}})), "", ""};
}

Json bind(World& world, const Client& client, const Json& body) {
  return world.call_as(client, "POST", "/api/bind-account", body).json();
}

const Json kBound = {{"success", true}, {"message", "Account bound successfully"}};

}  // namespace

TEST_CASE("article: a token of thirty days and nothing beside it", "[article]") {
  World world(as_the_article());
  const std::string person = world.add_wechat_person();
  const Answer answer = world.sign_in(world.login_code(person));
  REQUIRE(answer.status == 200);
  const Json body = answer.json();
  CHECK(body.size() == 3);
  CHECK(body["success"] == true);
  CHECK(body["user"].size() == 3);
  const Json claims = claims_of(body["token"]);
  CHECK(claims["exp"].get<long long>() - claims["iat"].get<long long>() == 30 * 24 * 3600);
  CHECK(claims["userId"] == body["user"]["id"]);
  CHECK(claims["openid"] == world.control("GET", "wechat/people/" + person)["openid"]);

  const Client client = signed_in(world, person);
  world.advance_ms(30 * kDayMs - 60'000);
  const Json profile = world.call_as(client, "GET", "/api/user/profile").json();
  CHECK(profile == Json({{"id", client.user_id},
                         {"nickname", "微信用户"},
                         {"avatarUrl", ""},
                         {"email", nullptr},
                         {"platform", "miniprogram"}}));
  world.advance_ms(120'000);
  const Answer late = world.call_as(client, "GET", "/api/user/profile");
  CHECK(late.status == 401);
  CHECK(late.json() == Json({{"error", "Authentication failed"}}));
}

TEST_CASE("article: errors are sentences", "[article]") {
  World world(as_the_article());
  const auto told = [](const Answer& answer) {
    return std::to_string(answer.status) + " " + answer.json().value("error", "");
  };
  const Client nobody{"miniprogram", "", "", ""};
  CHECK(told(world.sign_in("no-code")) == "400 Invalid wechat code");
  world.add_fault({{"route", "GET /wechat/sns/jscode2session"}, {"status", 500}});
  CHECK(told(world.sign_in("any")) == "500 Login failed");
  CHECK(told(world.call("GET", "/api/wechat/login", {})) == "405 Method not allowed");
  CHECK(told(world.call_as(nobody, "GET", "/api/user/profile")) ==
        "401 Missing authorization header");
  CHECK(told(world.call_as({"miniprogram", "x.y.z", "", ""}, "GET", "/api/user/profile")) ==
        "401 Authentication failed");
  const Client client = signed_in(world, world.add_wechat_person());
  for (const char* missing : {"/api/auth/refresh", "/api/auth/logout", "/api/user/avatar"})
    CHECK(told(world.call_as(client, "POST", missing, Json::object())) == "404 Not found");
  CHECK(told(world.call_as(client, "PUT", "/api/user/profile", {{"nickname", "x"}})) ==
        "405 Method not allowed");
}

TEST_CASE("article: accounts are bound in one step", "[article]") {
  World world(as_the_article());
  const std::string person = world.add_wechat_person();
  const Client mini = signed_in(world, person);
  const Client web = clerk_client(world);
  SECTION("a web user brings a code of wx.login") {
    CHECK(bind(world, web, {{"bindCode", world.login_code(person)}, {"platform", "wechat"}}) ==
          kBound);
  }
  SECTION("a mini-program user brings the website's code") {
    const Json issued =
        world.call_as(web, "POST", "/api/bind-codes", {{"target", "wechat"}}).json();
    CHECK(bind(world, mini, {{"bindCode", issued["bindCode"]}, {"platform", "web"}}) == kBound);
    const Answer again = world.call_as(mini, "POST", "/api/bind-account",
                                       {{"bindCode", issued["bindCode"]}, {"platform", "web"}});
    CHECK(again.status == 500);
    CHECK(again.json() == Json({{"error", "Binding failed"}}));
  }
  // One person, and the token from before is good as before.
  const auto id_of = [&](const Client& client) {
    return world.call_as(client, "GET", "/api/user/profile").json()["id"];
  };
  CHECK(id_of(mini) == id_of(web));
  CHECK(id_of(signed_in(world, person)) == id_of(web));
}

TEST_CASE("article: off by default, loud, and for this machine only", "[article][program]") {
  CHECK(Program({"--port", "0", "--as-the-article", "--host", "0.0.0.0"}).wait() == 2);
  std::ostringstream said;
  std::streambuf* before = std::cerr.rdbuf(said.rdbuf());
  { World world(as_the_article()); }
  std::cerr.rdbuf(before);
  CHECK(said.str().find("--as-the-article") != std::string::npos);
  CHECK_FALSE(MockConfig().as_the_article);
}
