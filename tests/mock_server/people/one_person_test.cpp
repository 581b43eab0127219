// One person is one user, whichever surface and whichever of WeChat's apps they come through.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/clients.h"

using namespace hufu::mock::test;

namespace {

Answer mini_login(World& world, const std::string& person) {
  return world.call("POST", "/api/v1/auth/mini-login", {}, {{"code", world.login_code(person)}});
}

std::string user_of_authing(World& world, const std::string& person) {
  const Json body = world
                        .call("POST", "/connections/social/wechat-miniprogram/auth",
                              {{"x-authing-app-id", "app1"}}, {{"code", world.login_code(person)}})
                        .json();
  return body["data"].is_object() ? body["data"]["id"].get<std::string>() : "";
}

}  // namespace

TEST_CASE("who came over the website's QR code is the same user in the mini-program",
          "[unionid][mini_login][authing]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient web = scan_in(world, person);
  const Json mini = mini_login(world, person).json();
  CHECK(mini["isNewUser"] == false);
  CHECK(world.count_audit("joined_by_unionid") == 1);
  CHECK(world.mini_program_of(person).user_id == web.user_id);
  CHECK(user_of_authing(world, person) == web.user_id);
  // The browser's tokens from before still lead on (B13).
  CHECK(session_in(refresh(world, web)).user_id == web.user_id);
}

TEST_CASE("without a unionid the two stay two", "[unionid][mini_login]") {
  World world;
  const std::string person = world.add_wechat_person({{"unionid", nullptr}});
  const GotrueClient web = scan_in(world, person);
  CHECK(mini_login(world, person).json()["isNewUser"] == true);
  CHECK(world.mini_program_of(person).user_id != web.user_id);
}

TEST_CASE("who is banned does not come back over another app", "[unionid][mini_login][authing]") {
  World world;
  const std::string person = world.add_wechat_person();
  const GotrueClient web = scan_in(world, person);
  world.control("POST", "users/" + web.user_id + "/ban");
  CHECK(mini_login(world, person).status == 403);
  CHECK(world.sign_in(world.login_code(person)).error() == "user_banned");
  CHECK(user_of_authing(world, person).empty());
}
