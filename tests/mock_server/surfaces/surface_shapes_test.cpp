// Where a surface has no such path or method, it says so in its own words.
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

TEST_CASE("paths and methods that there are none of, on each surface", "[surfaces]") {
  World world;
  const auto ask = [&](const std::string& method, const std::string& path) {
    return world.call(method, path, {});
  };
  for (const auto& [method, path, status] :
       {std::tuple{"GET", "/users/wxLogin", 405}, {"GET", "/users/nobody", 404}}) {
    const Answer answer = ask(method, path);
    CHECK(answer.status == status);
    CHECK(answer.json()["statusCode"] == status);
    CHECK(answer.json()["error"] == (status == 405 ? "Method Not Allowed" : "Not Found"));
  }
  CHECK(ask("GET", "/users/wxLogin").header("allow") == "POST");
  CHECK(ask("DELETE", "/api/v1/auth/me").json()["code"] == 405);
  CHECK(ask("GET", "/api/v1/auth/nothing").json()["code"] == 404);
  CHECK(ask("GET", "/api/v3/nothing").json()["statusCode"] == 404);
  CHECK(ask("GET", "/connections/social/wechat-miniprogram/auth").json()["code"] == 405);
  CHECK(ask("GET", "/oidc/nothing").json()["error"] == "not_found");
  CHECK(ask("GET", "/api/nothing").json()["error"] == "not_found");
  CHECK(ask("DELETE", "/api/wechat/login").json()["error"] == "method_not_allowed");
}

TEST_CASE("Authing: an application has to be named, and a connection known",
          "[surfaces][authing]") {
  hufu::mock::MockConfig config;
  config.authing_connection = "wechat-mini";
  World world(config);
  const std::string person = world.add_wechat_person();
  const auto sign_in = [&](const Json& connection, const Fields& headers) {
    Json body = {{"connection", "wechat_mini_program_code"},
                 {"wechatMiniProgramCodePayload", {{"code", world.login_code(person)}}}};
    if (!connection.is_null()) body["extIdpConnidentifier"] = connection;
    return world.call("POST", "/api/v3/signin-by-mobile", headers, body).status;
  };
  const Fields app = {{"x-authing-app-id", "app1"}};
  CHECK(sign_in("wechat-mini", app) == 200);
  CHECK(sign_in("another", app) == 400);
  CHECK(sign_in(nullptr, app) == 400);
  CHECK(sign_in("wechat-mini", {}) == 400);
  CHECK(sign_in("wechat-mini", {{"x-authing-userpool-id", "pool1"}}) == 200);
}
