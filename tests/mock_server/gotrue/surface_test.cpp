// What holds for all routes of the GoTrue surface: error shapes, the project's key, pages of other
// origins, limits.
#include <catch2/catch_test_macros.hpp>

#include "gotrue/clients.h"
#include "support/scratch_database.h"

using namespace hufu::mock::test;
using hufu::mock::GotrueErrors;
using hufu::mock::MockConfig;

namespace {

Answer refresh_with(World& world, const Fields& headers) {
  return world.call("POST", "/auth/v1/token?grant_type=refresh_token", headers,
                    {{"refresh_token", "v1stgxr8z5jd"}});
}

MockConfig keyed() {
  MockConfig config;
  config.supabase_anon_key = "the-anon-key";
  return config;
}

}  // namespace

TEST_CASE("errors have the shape that was asked for", "[gotrue][errors]") {
  World world;
  SECTION("the newer, echoed") {
    for (const char* version : {"2024-01-01", "2025-06-30"}) {
      const Answer answer = refresh_with(world, {{"X-Supabase-Api-Version", version}});
      CHECK(answer.status == 400);
      CHECK(answer.header("x-supabase-api-version") == "2024-01-01");
      CHECK(answer.json() == Json({{"code", "refresh_token_not_found"},
                                   {"message", "Invalid Refresh Token: Refresh Token Not Found"}}));
    }
  }
  SECTION("the older, for whoever says nothing or nonsense") {
    for (const Fields& headers :
         {Fields(), Fields{{"X-Supabase-Api-Version", "2023-12-31"}},
          Fields{{"X-Supabase-Api-Version", "newest"}}, Fields{{"X-Supabase-Api-Version", ""}}}) {
      const Answer answer = refresh_with(world, headers);
      CHECK(answer.header("x-supabase-api-version").empty());
      CHECK(answer.header("x-sb-error-code") == "refresh_token_not_found");
      CHECK(answer.json() == Json({{"code", 400},
                                   {"error_code", "refresh_token_not_found"},
                                   {"msg", "Invalid Refresh Token: Refresh Token Not Found"}}));
    }
  }
  SECTION("weak passwords say why, in both shapes") {
    const Json body = {{"email", "a@example.com"}, {"password", "short"}};
    const Answer newer = gotrue_call(world, {}, "POST", "/signup", body);
    const Answer older = world.call("POST", "/auth/v1/signup", {}, body);
    CHECK(newer.status == 422);
    CHECK(newer.json()["weak_password"]["reasons"] == Json({"length"}));
    CHECK(older.json()["error_code"] == "weak_password");
    CHECK(older.json()["weak_password"]["reasons"] == Json({"length"}));
  }
}

TEST_CASE("an older server tells refused tokens as OAuth does", "[gotrue][errors]") {
  MockConfig config;
  config.gotrue_errors = GotrueErrors::oauth;
  World world(config);
  const Answer answer = refresh_with(world, {{"X-Supabase-Api-Version", "2024-01-01"}});
  CHECK(answer.status == 400);
  CHECK(answer.json() ==
        Json({{"error", "invalid_grant"},
              {"error_description", "Invalid Refresh Token: Refresh Token Not Found"}}));
  const Answer user = gotrue_call(world, {}, "GET", "/user");
  CHECK(code_of(user) == "no_authorization");
}

TEST_CASE("bodies that are none", "[gotrue][errors]") {
  World world;
  const auto send = [&](const std::string& body, const std::string& type) {
    HttpCaller caller(world.port());
    return caller.call("POST", "/auth/v1/signup",
                       {{"Content-Type", type}, {"X-Supabase-Api-Version", "2024-01-01"}}, body);
  };
  for (const char* body : {"", "[]", "{", "\"x\"", "{\"email\":1,\"email\":2}"}) {
    INFO(body);
    CHECK(code_of(send(body, "application/json")) == "bad_json");
  }
  CHECK(code_of(send("{\"email\":1}", "application/json")) == "validation_failed");
  // A page of any origin may send this without asking first (B16).
  CHECK(code_of(send("{}", "text/plain")) == "bad_json");
}

TEST_CASE("bearer tokens that are none", "[gotrue]") {
  World world;
  const auto ask = [&](const std::string& authorization) {
    Fields headers = {{"X-Supabase-Api-Version", "2024-01-01"}};
    if (!authorization.empty()) headers.emplace_back("Authorization", authorization);
    return world.call("GET", "/auth/v1/user", headers);
  };
  for (const char* none : {"", "Bearer", "Bearer ", "Basic YTpi", "null"}) {
    CHECK(ask(none).status == 401);
    CHECK(code_of(ask(none)) == "no_authorization");
  }
  for (const char* bad :
       {"Bearer x", "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.", "Bearer a.b.c"}) {
    CHECK(ask(bad).status == 403);
    CHECK(code_of(ask(bad)) == "bad_jwt");
  }
  GotrueClient client = sign_up(world, "ada@example.com");
  client.token.back() = client.token.back() == 'A' ? 'B' : 'A';
  CHECK(code_of(gotrue_call(world, client, "GET", "/user")) == "bad_jwt");
}

TEST_CASE("with a project key everything but the browser's way asks for it", "[gotrue][gateway]") {
  World world(keyed());
  const auto settings = [&](const Fields& headers, const std::string& query = "") {
    return world.call("GET", "/auth/v1/settings" + query, headers);
  };
  CHECK(settings({}).status == 401);
  CHECK(settings({}).json()["message"] == "No API key found in request");
  CHECK(settings({{"apikey", "another"}}).json()["message"] == "Invalid API key");
  CHECK(settings({{"apikey", "the-anon-key"}}).status == 200);
  CHECK(settings({}, "?apikey=the-anon-key").status == 200);
  CHECK(world.call("GET", "/auth/v1/.well-known/jwks.json", {}).status == 200);
  CHECK(world.call("GET", "/auth/v1/authorize", {}).status == 400);
  CHECK(world.call("GET", "/auth/v1/callback", {}).status == 302);
  // The key is no sign-in.
  const Answer user =
      world.call("GET", "/auth/v1/user",
                 {{"apikey", "the-anon-key"}, {"Authorization", "Bearer the-anon-key"}});
  CHECK(user.status == 403);
}

TEST_CASE("pages of named origins may call, others not", "[gotrue][cors][B16]") {
  MockConfig config;
  config.web_origins = {"https://app.example.com"};
  World world(config);
  const auto ask = [&](const std::string& method, const std::string& path,
                       const std::string& origin) {
    return world.call(method, "/auth/v1" + path,
                      {{"Origin", origin},
                       {"Access-Control-Request-Method", "POST"},
                       {"Access-Control-Request-Headers", "authorization,content-type"}});
  };
  for (const std::string& origin : {std::string("https://app.example.com"),
                                    std::string("http://localhost:3000"), world.url()}) {
    INFO(origin);
    const Answer preflight = ask("OPTIONS", "/token", origin);
    CHECK(preflight.status == 204);
    CHECK(preflight.header("access-control-allow-origin") == origin);
    CHECK(preflight.header("access-control-allow-headers").find("apikey") != std::string::npos);
    const Answer answer = ask("GET", "/settings", origin);
    CHECK(answer.status == 200);
    CHECK(answer.header("access-control-allow-origin") == origin);
    CHECK(answer.header("vary") == "Origin");
    // Also errors are to be read.
    CHECK(ask("GET", "/user", origin).header("access-control-allow-origin") == origin);
  }
  for (const char* origin : {"https://evil.example", "null", "https://app.example.com.evil.example",
                             "http://app.example.com", "https://app.example.com:8443",
                             "http://localhost:3001", "*", "https://app.example.com/"}) {
    INFO(origin);
    CHECK(ask("OPTIONS", "/token", origin).header("access-control-allow-origin").empty());
    CHECK(ask("GET", "/settings", origin).status == 403);
    CHECK(ask("GET", "/settings", origin).header("access-control-allow-origin").empty());
  }
  for (const char* navigated : {"/authorize", "/callback"}) {
    for (const char* method : {"OPTIONS", "GET"}) {
      CHECK(ask(method, navigated, "https://app.example.com")
                .header("access-control-allow-origin")
                .empty());
    }
  }
}

TEST_CASE("X-Platform is ignored here", "[gotrue]") {
  World world;
  const GotrueClient client = sign_up(world, "ada@example.com");
  for (const char* platform : {"web", "toaster", ""}) {
    const Fields headers = {{"X-Platform", platform}, {"Authorization", "Bearer " + client.token}};
    CHECK(world.call("GET", "/auth/v1/user", headers).status == 200);
  }
}

TEST_CASE("too many requests of an address", "[gotrue][limits]") {
  World world;
  const auto limited = [](const Answer& answer) {
    CHECK(answer.status == 429);
    CHECK(code_of(answer) == "over_request_rate_limit");
    CHECK(std::stoi(answer.header("retry-after")) > 0);
  };
  SECTION("refreshes: a hundred and fifty in five minutes") {
    GotrueClient client = sign_up(world, "ada@example.com");
    for (int count = 0; count < 150; ++count)
      renew(world, client);
    limited(refresh(world, client));
    world.advance_ms(5 * 60'000);
    renew(world, client);
  }
  SECTION("anonymous sign-ups: thirty an hour") {
    for (int count = 0; count < 30; ++count)
      sign_up_anonymously(world);
    limited(gotrue_call(world, {}, "POST", "/signup", Json::object()));
  }
  SECTION("guesses at one account: ten, then not even the right password") {
    sign_up(world, "ada@example.com");
    for (int count = 0; count < 10; ++count)
      CHECK(code_of(sign_in(world, "ada@example.com", "wrong password")) == "invalid_credentials");
    limited(sign_in(world, "ada@example.com"));
    world.advance_ms(10 * 60'000);
    session_in(sign_in(world, "ada@example.com"));
  }
}

TEST_CASE("secrets are not in the database", "[gotrue][V11]") {
  const ScratchDatabase database;
  MockConfig config;
  config.database_url = database.url();
  World world(config);
  const std::string callback = scan(world, world.add_wechat_person());
  const std::string landed = land(world, callback);
  const GotrueClient web = session_in(redeem(world, parameter_of(landed, "code")));
  const GotrueClient ada = sign_up(world, "ada@example.com");
  REQUIRE(database.content().find(ada.user_id) != std::string::npos);
  for (const std::string& secret :
       {parameter_of(callback, "state"), parameter_of(callback, "code"),
        parameter_of(landed, "code"), std::string(kVerifier), std::string(kPassword), web.token,
        web.refresh, ada.refresh, config.wechat_website_app_secret}) {
    REQUIRE_FALSE(secret.empty());
    CHECK(database.content().find(secret) == std::string::npos);
  }
}
