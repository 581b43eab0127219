// Which pages may call the unified backend (B16).
#include <catch2/catch_test_macros.hpp>

#include "support/world.h"

using namespace hufu::mock::test;

namespace {

constexpr const char* kNamed = "https://app.example.com";

hufu::mock::MockConfig with_a_named_origin() {
  hufu::mock::MockConfig config;
  config.web_origins = {kNamed};
  return config;
}

Answer ask(World& world, const std::string& method, const std::string& path,
           const std::string& origin, Fields more = {}) {
  more.emplace_back("Origin", origin);
  more.emplace_back("X-Platform", "web");
  return world.call(method, path, more,
                    method == "POST" ? Json({{"refreshToken", "x"}}) : Json(nullptr));
}

}  // namespace

TEST_CASE("pages of named origins call the unified backend, and read its errors", "[cors][B16]") {
  World world(with_a_named_origin());
  for (const std::string& origin :
       {std::string(kNamed), std::string("http://localhost:3000"), world.url()}) {
    INFO(origin);
    const Answer preflight = ask(world, "OPTIONS", "/api/user/profile", origin,
                                 {{"Access-Control-Request-Method", "PUT"}});
    CHECK(preflight.status == 204);
    CHECK(preflight.header("access-control-allow-origin") == origin);
    CHECK(preflight.header("access-control-allow-headers").find("x-platform") != std::string::npos);
    CHECK(preflight.header("access-control-allow-credentials").empty());
    const Answer refused = ask(world, "GET", "/api/user/profile", origin);
    CHECK(refused.status == 401);
    CHECK(refused.header("access-control-allow-origin") == origin);
    CHECK(refused.header("vary") == "Origin");
    CHECK(ask(world, "POST", "/api/auth/refresh", origin).error() == "invalid_grant");
  }
  const std::string token = world.clerk_token(world.add_clerk_user());
  const Answer profile =
      ask(world, "GET", "/api/user/profile", kNamed, {{"Authorization", "Bearer " + token}});
  CHECK(profile.status == 200);
  CHECK(profile.header("access-control-allow-origin") == kNamed);
}

TEST_CASE("pages that nobody named do nothing, with the best token", "[cors][B16]") {
  World world(with_a_named_origin());
  const std::string token = world.clerk_token(world.add_clerk_user());
  for (const char* origin : {"https://evil.example", "null", "", "*", "http://app.example.com",
                             "https://app.example.com.evil.example", "https://app.example.com:8443",
                             "https://app.example.com/", "http://localhost:3001"}) {
    INFO(origin);
    const Answer preflight = ask(world, "OPTIONS", "/api/user/profile", origin);
    CHECK(preflight.header("access-control-allow-origin").empty());
    const Answer answer =
        ask(world, "GET", "/api/user/profile", origin, {{"Authorization", "Bearer " + token}});
    CHECK(answer.status == 403);
    CHECK(answer.error() == "origin_not_allowed");
    CHECK(answer.header("access-control-allow-origin").empty());
    CHECK(ask(world, "POST", "/api/auth/refresh", origin).error() == "origin_not_allowed");
  }
  const Answer two = world.call("GET", "/api/user/profile",
                                {{"X-Platform", "web"},
                                 {"Authorization", "Bearer " + token},
                                 {"Origin", kNamed},
                                 {"Origin", "https://evil.example"}});
  CHECK(two.status == 403);
  // A program has no origin.
  CHECK(world.call_as({"web", token, "", ""}, "GET", "/api/user/profile").status == 200);
}

TEST_CASE("surfaces of mini-programs have no pages", "[cors]") {
  World world(with_a_named_origin());
  for (const char* path : {"/users/profile", "/api/v1/auth/me", "/api/v3/get-profile"}) {
    CHECK(ask(world, "OPTIONS", path, kNamed).status == 405);
  }
}
