// The Authing document's own story: loginByCode, the token that goes along, updateProfile.
#include <catch2/catch_test_macros.hpp>

#include "crypto/encoding.h"
#include "jose/token.h"
#include "support/world.h"

using namespace hufu::mock::test;

namespace {

const std::string kWechat = "/connections/social/wechat-miniprogram";

Fields app(const std::string& id) { return {{"x-authing-app-id", id}}; }

Answer login_by_code(World& world, const std::string& code, Json more = Json::object(),
                     const std::string& app_id = "app1") {
  more["code"] = code;
  return world.call("POST", kWechat + "/auth", app(app_id), more);
}

Json user_of(World& world, const std::string& person) {
  const Answer answer = login_by_code(world, world.login_code(person));
  INFO(answer.text);
  REQUIRE(answer.json()["code"] == 200);
  return answer.json()["data"];
}

Json ask(World& world, const std::string& query, const std::string& authorization,
         const Json& variables = Json::object()) {
  return world
      .call("POST", "/graphql/v2", {{"Authorization", authorization}},
            {{"query", query}, {"variables", variables}})
      .json();
}

const std::string kUpdate =
    "mutation updateUser($id: String, $input: UpdateUserInput!) {\n"
    "  updateUser(id: $id, input: $input) {\n    id\n    nickname\n    photo\n    token\n  }\n}";

Json update(World& world, const Json& user, const Json& input) {
  return ask(world, kUpdate, "Bearer " + user["token"].get<std::string>(),
             {{"id", user["id"]}, {"input", input}});
}

int error_code(const Json& answer) {
  return answer.contains("errors") ? answer["errors"][0]["message"]["code"].get<int>() : 0;
}

Json sign_in_by_mobile(World& world, const std::string& person,
                       const std::string& scope = "openid offline_access") {
  const Json body = {{"connection", "wechat_mini_program_code"},
                     {"extIdpConnidentifier", "wechat"},
                     {"wechatMiniProgramCodePayload",
                      {{"code", world.login_code(person)}, {"encryptedData", ""}, {"iv", ""}}},
                     {"options", {{"scope", scope}}}};
  const Answer answer = world.call("POST", "/api/v3/signin-by-mobile", app("app1"), body);
  INFO(answer.text);
  REQUIRE(answer.status == 200);
  return answer.json()["data"];
}

Answer profile(World& world, const std::string& authorization) {
  return world.call("GET", "/api/v3/get-profile", {{"Authorization", authorization}});
}

Answer refresh(World& world, const std::string& token, const std::string& app_id = "app1") {
  HttpCaller caller(world.port());
  return caller.call(
      "POST", "/oidc/token",
      {{"x-authing-app-id", app_id}, {"Content-Type", "application/x-www-form-urlencoded"}},
      "grant_type=refresh_token&redirect_uri=&refresh_token=" + token);
}

}  // namespace

TEST_CASE("loginByCode and updateProfile", "[authing]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Json user = user_of(world, person);
  CHECK(user["openid"] == world.control("GET", "wechat/people/" + person)["openid"]);
  const Json updated = update(world, user, {{"nickname", "Bob"}})["data"]["updateUser"];
  CHECK(updated["nickname"] == "Bob");
  // The SDK stores what stands there: without it the next call would be nobody's.
  CHECK(updated["token"] == user["token"]);
  CHECK(updated.size() == 4);  // what was selected, no more
  CHECK(user_of(world, person)["nickname"] == "Bob");
}

TEST_CASE("a token lives for fourteen days, and is renewed by a call", "[authing]") {
  World world;
  const Json user = user_of(world, world.add_wechat_person());
  world.advance_ms(13LL * 24 * 3600 * 1000);
  const std::string token = user["token"];
  const Json renewed =
      ask(world, "mutation refreshToken($id: String) { refreshToken(id: $id) { token iat exp } }",
          "Bearer " + token)["data"]["refreshToken"];
  CHECK(renewed["exp"].get<long long>() - renewed["iat"].get<long long>() == 14 * 24 * 3600);
  world.advance_ms(2LL * 24 * 3600 * 1000);
  CHECK(error_code(ask(world, "{ user { id } }", "Bearer " + token)) == 2020);
  const Json me = ask(world, "{ user { id } }", "Bearer " + renewed["token"].get<std::string>());
  CHECK(me["data"]["user"]["id"] == user["id"]);
}

TEST_CASE("what updateUser does not change", "[authing]") {
  World world;
  const Json user = user_of(world, world.add_wechat_person());
  const Json other = user_of(world, world.add_wechat_person());
  for (const char* field : {"email", "phone", "openid", "unionid", "emailVerified", "blocked",
                            "password", "tokenExpiredAt", "loginsCount"}) {
    INFO(field);
    CHECK(error_code(update(world, user, {{field, "x"}})) == 2018);
  }
  CHECK(error_code(update(world, user, {{"photo", "https://evil.example/p.png"}})) == 400);
  CHECK(error_code(update(world, user, {{"nickname", "\u202e"}})) == 400);
  // Somebody else's id with one's own token.
  Json mixed = user;
  mixed["id"] = other["id"];
  CHECK(error_code(update(world, mixed, {{"nickname", "stolen"}})) == 2018);
  CHECK(user_of(world, world.add_wechat_person())["nickname"] != "stolen");
}

TEST_CASE("GraphQL errors have Authing's shape", "[authing]") {
  World world;
  const Answer answer = world.call("POST", "/graphql/v2", {}, {{"query", kUpdate}});
  CHECK(answer.status == 200);
  CHECK(answer.json()["data"].is_null());
  CHECK(answer.json()["errors"][0]["message"]["code"] == 2020);
  CHECK(answer.json()["errors"][0]["message"]["message"].is_string());
  const std::string token =
      "Bearer " + user_of(world, world.add_wechat_person())["token"].get<std::string>();
  for (const char* query :
       {"", "{", "{ user }}", "{ user { id } orgs { id } }", "subscription { user { id } }",
        "{ user(id: \"literal\") { id } }", "{ a: user { id } }", "{ user { ...all } }",
        "{ user @skip(if: true) { id } }", "{ users { id } }", "mutation { deleteUser { code } }",
        "{ user { a { b { c { d { e { f } } } } } } }"}) {
    INFO(query);
    CHECK(error_code(ask(world, query, token)) == 400);
  }
  const Json status = ask(
      world,
      "query checkLoginStatus($token: String) { checkLoginStatus(token: $token) { code status } }",
      "", {{"token", "nonsense"}});
  CHECK(error_code(status) == 2020);
}

TEST_CASE("the phone button's data becomes part of the account, and of no other",
          "[authing][B11]") {
  World world;
  const std::string person = world.add_wechat_person({{"phoneNumber", "13912345678"}});
  const std::string same_number = world.add_wechat_person({{"phoneNumber", "13912345678"}});
  const auto by_phone = [&](const std::string& who) {
    const std::string code = world.login_code(who);
    const Json phone = world.control("POST", "wechat/phone-codes", {{"personId", who}});
    return world
        .call("POST", kWechat + "/auth-by-phone", app("app1"),
              {{"code", code}, {"encryptedData", phone["encryptedData"]}, {"iv", phone["iv"]}})
        .json();
  };
  const Json first = by_phone(person)["data"];
  CHECK(first["phone"] == "13912345678");
  CHECK(first["id"] != by_phone(same_number)["data"]["id"]);
  const Answer forged = world.call("POST", kWechat + "/auth-by-phone", app("app1"),
                                   {{"code", world.login_code(person)},
                                    {"encryptedData", "AAAAAAAAAAAAAAAAAAAAAA=="},
                                    {"iv", "AAAAAAAAAAAAAAAAAAAAAA=="}});
  CHECK(forged.json()["code"] == 400);
}

TEST_CASE("rawData is a hint, encrypted data is believed", "[authing]") {
  World world;
  const std::string person = world.add_wechat_person({{"nickname", "Band"}});
  const Json hinted =
      login_by_code(world, world.login_code(world.add_wechat_person()),
                    {{"rawData", R"({"nickName":"小明","avatarUrl":"http://evil.example/"})"}})
          .json()["data"];
  CHECK(hinted["nickname"] == "小明");
  CHECK(hinted["photo"].is_null());
  const std::string code = world.login_code(person);
  const Json data = world.control("POST", "wechat/open-data", {{"personId", person}});
  const Json user =
      login_by_code(world, code, {{"encryptedData", data["encryptedData"]}, {"iv", data["iv"]}})
          .json()["data"];
  CHECK(user["nickname"] == "Band");
  CHECK(login_by_code(world, world.login_code(person),
                      {{"encryptedData", data["encryptedData"]}, {"iv", data["iv"]}})
            .json()["code"] == 400);
}

TEST_CASE("v3: the access token goes alone, and is refreshed by the rules", "[authing][R1]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Json tokens = sign_in_by_mobile(world, person);
  CHECK(tokens["token_type"] == "Bearer");
  CHECK(tokens["expires_in"] == 900);
  const std::string access = tokens["access_token"];
  CHECK(profile(world, access).json()["data"]["userId"].is_string());
  CHECK(profile(world, "Bearer " + access).status == 200);
  world.advance_ms(900 * 1000);
  CHECK(profile(world, access).status == 401);

  const std::string first = tokens["refresh_token"];
  const Json second = refresh(world, first).json();
  CHECK(refresh(world, first).json()["refresh_token"] == second["refresh_token"]);
  CHECK(profile(world, second["access_token"]).status == 200);
  world.advance_ms(11 * 1000);
  const Answer reused = refresh(world, first);
  CHECK(reused.status == 400);
  CHECK(reused.json()["error"] == "invalid_grant");
  CHECK(refresh(world, second["refresh_token"]).json()["error"] == "invalid_grant");
  CHECK(profile(world, second["access_token"]).status == 401);
}

TEST_CASE("v3: without offline_access there is no refresh token", "[authing]") {
  World world;
  CHECK_FALSE(sign_in_by_mobile(world, world.add_wechat_person(), "openid profile")
                  .contains("refresh_token"));
}

TEST_CASE("an application's refresh token is no other's", "[authing]") {
  World world;
  const Json tokens = sign_in_by_mobile(world, world.add_wechat_person());
  CHECK(refresh(world, tokens["refresh_token"], "app2").json()["error"] == "invalid_grant");
  CHECK(refresh(world, tokens["refresh_token"]).status == 200);
}

TEST_CASE("a server checks Authing's tokens by the key set alone", "[authing][V8]") {
  World world;
  const Json tokens = sign_in_by_mobile(world, world.add_wechat_person());
  const auto keys =
      hufu::mock::jose::read_jwks(world.call("GET", "/oidc/.well-known/jwks.json", {}).text);
  hufu::mock::jose::Rules rules;
  rules.now_s = world.control("GET", "clock")["nowMs"].get<std::int64_t>() / 1000;
  rules.issuer = world.url() + "/oidc";
  rules.audience = "app1";
  rules.typ = "at+jwt";
  const std::string access = tokens["access_token"];
  const std::string id = tokens["id_token"];
  CHECK(hufu::mock::jose::verify(access, keys, rules).accepted());
  // An ID token is not for APIs: its type says so, to us and to anybody.
  CHECK(hufu::mock::jose::verify(id, keys, rules).refusal == hufu::mock::jose::Refusal::wrong_type);
  CHECK(profile(world, id).status == 401);
  rules.audience = "app2";
  CHECK(hufu::mock::jose::verify(access, keys, rules).refusal ==
        hufu::mock::jose::Refusal::wrong_audience);
  rules.typ = "JWT";
  rules.audience = "app1";
  CHECK(hufu::mock::jose::verify(id, keys, rules).accepted());
}

TEST_CASE("tokens of other surfaces are none here, nor the other way round", "[authing][V8]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Client mini = world.mini_program_of(person);
  const Json tokens = sign_in_by_mobile(world, person);
  CHECK(profile(world, mini.token).status == 401);
  CHECK(world.call_as({"miniprogram", tokens["access_token"], "", ""}, "GET", "/api/user/profile")
            .status == 401);
  CHECK(world.refresh_with(tokens["refresh_token"], "miniprogram").status == 401);
  CHECK(refresh(world, mini.refresh).status == 400);
  CHECK(world.call("GET", "/users/profile", {{"Authorization", tokens["access_token"]}}).status ==
        401);
  // One person all the same.
  CHECK(profile(world, tokens["access_token"]).json()["data"]["userId"] == mini.user_id);
}

TEST_CASE("only the configured application is served", "[authing]") {
  hufu::mock::MockConfig config;
  config.authing_app_id = "app1";
  World world(config);
  const std::string person = world.add_wechat_person();
  CHECK(login_by_code(world, world.login_code(person)).json()["code"] == 200);
  CHECK(login_by_code(world, world.login_code(person), Json::object(), "app2").json()["code"] ==
        2011);
  CHECK(login_by_code(world, world.login_code(person), Json::object(), "").json()["code"] == 200);
}

TEST_CASE("revocation ends the session, of one's own application only", "[authing]") {
  World world;
  const Json tokens = sign_in_by_mobile(world, world.add_wechat_person());
  HttpCaller caller(world.port());
  const auto revoke = [&](const std::string& client, const std::string& token) {
    return caller
        .call("POST", "/oidc/token/revocation",
              {{"Content-Type", "application/x-www-form-urlencoded"}},
              "client_id=" + client + "&token=" + token)
        .status;
  };
  const std::string access = tokens["access_token"];
  CHECK(revoke("app2", access) == 200);
  CHECK(profile(world, access).status == 200);
  CHECK(revoke("app1", tokens["refresh_token"]) == 200);
  CHECK(profile(world, access).status == 401);
  CHECK(revoke("app1", "nonsense") == 200);
}
