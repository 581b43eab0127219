// X-Platform: which tokens are good on which platform.
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

TEST_CASE("a Clerk token is for web, desktop and server, never for a mini-program", "[platform]") {
  World world;
  Client client = world.web();
  for (const char* platform : {"web", "desktop", "server"}) {
    client.platform = platform;
    CHECK(world.call_as(client, "GET", "/api/user/profile").json()["platform"] == platform);
  }
  client.platform = "miniprogram";
  const Answer refused = world.call_as(client, "GET", "/api/user/profile");
  CHECK(refused.status == 401);
  CHECK(refused.error() == "invalid_token");
}

TEST_CASE("our tokens are for the platform they were made for", "[platform]") {
  World world;
  const std::string code = world.login_code(world.add_wechat_person());
  const Json body = world.sign_in(code, "desktop").json();
  Client client{"desktop", body["token"], "", ""};
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 200);
  client.platform = "miniprogram";
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 401);
}
