// A profile change with a field that there is none of: each document spells them differently.
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

Json wx_login_wish(World& world, const std::string& person) {
  const std::string code = world.login_code(person);
  const Json data = world.control("POST", "wechat/open-data", {{"personId", person}});
  return {{"code", code}, {"encryptedData", data["encryptedData"]}, {"iv", data["iv"]}};
}

std::string bearer(const Json& token) { return "Bearer " + token.get<std::string>(); }

void check_named(const Answer& answer, const std::string& field) {
  INFO(answer.text);
  CHECK(answer.status == 400);
  CHECK(answer.json()["message"].get<std::string>().find(field) != std::string::npos);
}

}  // namespace

TEST_CASE("unified: a field that there is none of is named", "[profile]") {
  World world;
  const Client client = world.mini_program();
  for (const char* field : {"nickName", "nick_name", "avatar", "email"}) {
    check_named(world.call_as(client, "PUT", "/api/user/profile", {{field, "x"}}), field);
  }
  check_named(
      world.call_as(client, "PUT", "/api/user/profile", {{"nickname", "Ada"}, {"nickName", "B"}}),
      "nickname, avatarUrl");
  CHECK(world.profile(client)["nickname"] != "Ada");
  // What is no name of letters is not repeated.
  const Answer strange = world.call_as(client, "PUT", "/api/user/profile", {{"<script>", "x"}});
  CHECK(strange.status == 400);
  CHECK(strange.text.find("script") == std::string::npos);
}

TEST_CASE("wx_login and mini_login: a field that there is none of is named", "[profile]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string token =
      world.call("POST", "/users/wxLogin", {}, wx_login_wish(world, person)).text;
  const Fields wx = {{"Authorization", token}};
  check_named(world.call("PUT", "/users/profile", wx, {{"nickname", "x"}}), "nick_name");
  const Fields mini = {{"Authorization", bearer(world
                                                    .call("POST", "/api/v1/auth/mini-login", {},
                                                          {{"code", world.login_code(person)}})
                                                    .json()["token"])}};
  check_named(world.call("PUT", "/api/v1/auth/me", mini, {{"avatarUrl", "x"}}), "avatarUrl");
}

TEST_CASE("Authing v3 keeps a gender, and refuses what would go nowhere", "[profile][authing]") {
  World world;
  const Fields app = {{"x-authing-app-id", "app1"}};
  const Json wish = {
      {"connection", "wechat_mini_program_code"},
      {"extIdpConnidentifier", "wechat"},
      {"wechatMiniProgramCodePayload", {{"code", world.login_code(world.add_wechat_person())}}}};
  const Json tokens = world.call("POST", "/api/v3/signin-by-mobile", app, wish).json()["data"];
  const Fields me = {{"Authorization", tokens["access_token"]}};
  const auto change = [&](const Json& body) {
    return world.call("POST", "/api/v3/update-profile", me, body);
  };
  CHECK(change({{"gender", "F"}}).json()["data"]["gender"] == "F");
  CHECK(world.call("GET", "/api/v3/get-profile", me).json()["data"]["gender"] == "F");
  check_named(change({{"gender", "female"}}), "gender");
  for (const char* field : {"city", "name", "customData", "nickName"})
    check_named(change({{field, "x"}, {"nickname", "Ada"}}), field);
  CHECK(world.call("GET", "/api/v3/get-profile", me).json()["data"]["nickname"] != "Ada");
}

TEST_CASE("Authing: the older call keeps a gender, too", "[profile][authing]") {
  World world;
  const Json user = world
                        .call("POST", "/connections/social/wechat-miniprogram/auth",
                              {{"x-authing-app-id", "app1"}},
                              {{"code", world.login_code(world.add_wechat_person())}})
                        .json()["data"];
  const Json changed =
      world
          .call("POST", "/graphql/v2", {{"Authorization", bearer(user["token"])}},
                {{"query",
                  "mutation updateUser($id: String, $input: UpdateUserInput!) { "
                  "updateUser(id: $id, input: $input) { gender } }"},
                 {"variables", {{"id", user["id"]}, {"input", {{"gender", "M"}}}}}})
          .json();
  CHECK(changed["data"]["updateUser"]["gender"] == "M");
}
