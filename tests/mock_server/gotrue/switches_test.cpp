// The switches of the GoTrue surface: passwords, captchas, tokens and their keys.
#include <catch2/catch_test_macros.hpp>

#include "crypto/encoding.h"
#include "gotrue/clients.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

void switch_to(World& world, const Json& oddities) { world.control("PUT", "oddities", oddities); }

Json part_of(const std::string& token, int part) {
  const std::size_t first = token.find('.');
  const std::string text =
      part == 0 ? token.substr(0, first) : token.substr(first + 1, token.rfind('.') - first - 1);
  return Json::parse(decode_base64url(text).value());
}

Answer sign_up_with(World& world, const std::string& password, const Json& more = Json::object()) {
  Json body = {{"email", "ada@example.com"}, {"password", password}};
  body.update(more);
  return gotrue_call(world, {}, "POST", "/signup", body);
}

Json reasons_of(const Answer& answer) {
  CHECK(answer.status == 422);
  CHECK(code_of(answer) == "weak_password");
  return answer.json()["weak_password"]["reasons"];
}

Json captcha(const std::string& token) {
  return {{"gotrue_meta_security", {{"captcha_token", token}}}};
}

}  // namespace

TEST_CASE("what a password lacks is told, all of it at once", "[gotrue][switches]") {
  World world;
  switch_to(world,
            {{"shortestPassword", 10}, {"passwordCharacters", "lower_upper_letters_digits"}});
  CHECK(reasons_of(sign_up_with(world, "short")) == Json({"length", "characters"}));
  CHECK(reasons_of(sign_up_with(world, "long enough but plain")) == Json({"characters"}));
  CHECK(reasons_of(sign_up_with(world, "Short1")) == Json({"length"}));
  CHECK(sign_up_with(world, "short").json()["message"] ==
        "Password should be at least 10 characters. Password should contain at least one character "
        "of each: abcdefghijklmnopqrstuvwxyz, ABCDEFGHIJKLMNOPQRSTUVWXYZ, 0123456789.");
  switch_to(world, {{"passwordCharacters", "lower_upper_letters_digits_symbols"}});
  CHECK(reasons_of(sign_up_with(world, "Long Enough 123")) == Json({"characters"}));
  CHECK(sign_up_with(world, "Long Enough 123!").status == 200);
}

TEST_CASE("a captcha is asked for, and not of servers", "[gotrue][switches]") {
  World world;
  switch_to(world, {{"captcha", true}});
  const Answer none = sign_up_with(world, kPassword);
  CHECK(none.status == 400);
  CHECK(code_of(none) == "captcha_failed");
  CHECK(none.json()["message"] ==
        "captcha protection: request disallowed (no captcha_token found)");
  CHECK(code_of(sign_up_with(world, kPassword, captcha("made up"))) == "captcha_failed");
  CHECK(code_of(sign_in(world, "ada@example.com")) == "captcha_failed");
  const GotrueClient ada =
      session_in(sign_up_with(world, kPassword, captcha("10000000-aaaa-bbbb-cccc-000000000001")));
  // Who has a session already is no robot.
  CHECK(refresh(world, ada).status == 200);
  const GotrueClient server = {world.control("GET", "gotrue/keys")["serviceRoleKey"], "", ""};
  CHECK(gotrue_call(world, server, "POST", "/token?grant_type=password",
                    {{"email", "ada@example.com"}, {"password", kPassword}})
            .status == 200);
}

TEST_CASE("GoTrue's tokens live as long as they are told to", "[gotrue][switches]") {
  World world;
  switch_to(world, {{"jwtLife", 20}});
  const Answer answer = sign_up_with(world, kPassword);
  const GotrueClient ada = session_in(answer);
  CHECK(answer.json()["expires_in"] == 20);
  const Json claims = part_of(ada.token, 1);
  CHECK(claims["exp"].get<int>() - claims["iat"].get<int>() == 20);
  world.advance_ms(21'000);
  CHECK(code_of(gotrue_call(world, ada, "GET", "/user")) == "bad_jwt");
  switch_to(world, {{"jwtLife", nullptr}});
  CHECK(refresh(world, ada).json()["expires_in"] == 900);
}

TEST_CASE("a spent refresh token works for as long as it is told to", "[gotrue][switches]") {
  World world;
  switch_to(world, {{"reuseInterval", 30}});
  GotrueClient ada = sign_up(world, "ada@example.com");
  const GotrueClient before = ada;
  renew(world, ada);
  renew(world, ada);
  world.advance_ms(29'000);
  CHECK(refresh(world, before).json()["refresh_token"] == ada.refresh);
  world.advance_ms(2'000);
  CHECK(code_of(refresh(world, before)) == "refresh_token_already_used");
}

TEST_CASE("the algorithm is switched, and tokens of before stay good", "[gotrue][switches]") {
  MockConfig config;
  SECTION("with a secret of one's own") { config.jwt_secret = "a secret of 32 bytes or some more"; }
  SECTION("without") {}
  World world(config);
  const auto published = [&] {
    return world.call("GET", "/auth/v1/.well-known/jwks.json", {}).json()["keys"];
  };
  GotrueClient ada = sign_up(world, "ada@example.com");
  for (const char* algorithm : {"es256", "hs256", "es256"}) {
    switch_to(world, {{"jwtAlgorithm", algorithm}});
    const GotrueClient before = ada;
    renew(world, ada);
    const Json header = part_of(ada.token, 0);
    CHECK(header["alg"] == (algorithm == std::string("es256") ? "ES256" : "HS256"));
    CHECK(user_of(world, ada)["id"] == ada.user_id);
    CHECK(user_of(world, before)["id"] == ada.user_id);
    if (header["alg"] == "HS256") {
      CHECK(published().empty());
    } else {
      REQUIRE(published().size() == 1);
      CHECK(published()[0]["kid"] == header["kid"]);
      CHECK(published()[0]["alg"] == "ES256");
    }
  }
}

TEST_CASE("flags and control agree on what there is to switch", "[gotrue][switches]") {
  World world;
  const Json before = world.control("GET", "oddities", nullptr);
  CHECK(world.control("PUT", "oddities", before) == before);
  CHECK(before["sendInterval"] == 60);
  CHECK(before["reauthentication"] == "ten-minutes");
  CHECK(before["jwtAlgorithm"].is_null());
}
