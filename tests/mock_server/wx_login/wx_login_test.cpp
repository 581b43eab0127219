// The hapi document's own story: code, encryptedData and iv become a JWT, which is sent as it is.
#include <catch2/catch_test_macros.hpp>
#include <set>

#include "crypto/encoding.h"
#include "jose/token.h"
#include "support/world.h"

using namespace hufu::mock::test;

namespace {

constexpr std::int64_t kDayMs = 24LL * 3600 * 1000;

// In the right order: wx.login first, for it replaces the key that the data is encrypted with.
Json wish(World& world, const std::string& person, bool with_open_id = true) {
  const std::string code = world.login_code(person);
  Json data = world.control("POST", "wechat/open-data",
                            {{"personId", person}, {"withOpenId", with_open_id}});
  return {{"code", code}, {"encryptedData", data["encryptedData"]}, {"iv", data["iv"]}};
}

Answer wx_login(World& world, const Json& body) {
  return world.call("POST", "/users/wxLogin", {}, body);
}

Answer profile(World& world, const std::string& authorization) {
  return world.call("GET", "/users/profile", {{"Authorization", authorization}});
}

std::string code_of(const Answer& answer) { return answer.json().value("code", ""); }

Json claims_of(const std::string& token) {
  const std::size_t first = token.find('.') + 1;
  return Json::parse(
      hufu::mock::decode_base64url(token.substr(first, token.rfind('.') - first)).value());
}

}  // namespace

TEST_CASE("wxLogin answers with a JWT of seven days", "[wx_login]") {
  World world;
  const std::string person = world.add_wechat_person(
      {{"nickname", "Band"}, {"avatarUrl", "https://thirdwx.qlogo.cn/mmopen/a/132"}});
  const Answer answer = wx_login(world, wish(world, person));
  REQUIRE(answer.status == 200);
  CHECK(answer.header("content-type").starts_with("text/plain"));
  CHECK(answer.header("cache-control") == "no-store");

  const Json claims = claims_of(answer.text);
  CHECK(claims["exp"].get<long long>() - claims["iat"].get<long long>() == 7 * 24 * 3600);
  CHECK(claims["userId"] == claims["sub"]);
  CHECK_FALSE(claims.contains("openid"));
  CHECK(answer.text.find(claims.dump()) == std::string::npos);

  const Json user = profile(world, answer.text).json();
  CHECK(user["id"] == claims["userId"]);
  CHECK(user["nick_name"] == "Band");
  CHECK(user["avatar_url"] == "https://thirdwx.qlogo.cn/mmopen/a/132");
  CHECK(user["gender"] == 0);
  CHECK(user.size() == 4);  // no open_id, no session_key

  world.advance_ms(7 * kDayMs - 60'000);
  CHECK(profile(world, answer.text).status == 200);
  world.advance_ms(60'000);
  CHECK(profile(world, answer.text).status == 401);
  const Answer again = wx_login(world, wish(world, person));
  CHECK(claims_of(again.text)["userId"] == claims["userId"]);
}

TEST_CASE("wxLogin takes today's data without an openId, too", "[wx_login]") {
  World world;
  CHECK(wx_login(world, wish(world, world.add_wechat_person(), false)).status == 200);
}

TEST_CASE("every fault of the encrypted data looks the same", "[wx_login][B8]") {
  World world;
  const std::string person = world.add_wechat_person();
  const auto refused = [&](const Json& body) {
    const Answer answer = wx_login(world, body);
    Json text = answer.json();
    text.erase("requestId");
    CHECK(answer.status == 400);
    return text.dump();
  };
  const auto changed = [&](const char* name, const Json& value) {
    Json body = wish(world, person);
    body[name] = value;
    return refused(body);
  };
  const auto flipped = [&](std::size_t place) {
    Json body = wish(world, person);
    std::string bytes = hufu::mock::decode_base64(body["encryptedData"].get<std::string>()).value();
    bytes[bytes.size() - 1 - place] = static_cast<char>(bytes[bytes.size() - 1 - place] ^ 1);
    body["encryptedData"] = hufu::mock::encode_base64(bytes);
    return refused(body);
  };
  std::set<std::string> answers;
  answers.insert(changed("iv", "AAAAAAAAAAAAAAAAAAAAAA=="));
  answers.insert(changed("iv", "AAAA"));
  answers.insert(changed("iv", "not base64"));
  answers.insert(changed("encryptedData", "AAAA"));
  answers.insert(changed("encryptedData", "AAAAAAAAAAAAAAAAAAAAAA=="));
  answers.insert(changed("encryptedData", "?"));
  answers.insert(flipped(0));   // the padding
  answers.insert(flipped(20));  // the watermark
  const Json of_another = wish(world, world.add_wechat_person());
  Json mixed = wish(world, person);
  mixed["encryptedData"] = of_another["encryptedData"];
  mixed["iv"] = of_another["iv"];
  answers.insert(refused(mixed));
  // Encrypted before the code: wx.login replaced the key since.
  Json early = world.control("POST", "wechat/open-data", {{"personId", person}});
  answers.insert(refused({{"code", world.login_code(person)},
                          {"encryptedData", early["encryptedData"]},
                          {"iv", early["iv"]}}));
  // A true signature of the data is asked for where one is sent.
  Json forged = wish(world, person);
  forged["rawData"] = "{}";
  forged["signature"] = std::string(40, '0');
  answers.insert(refused(forged));
  CHECK(answers.size() == 1);
  CHECK(answers.begin()->find("invalid_user_data") != std::string::npos);
}

TEST_CASE("data of another app or of five minutes ago is refused", "[wx_login]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string other_app = "wx0000000000000009";
  world.control("PUT", "wechat/apps", {{"appId", other_app}, {"secret", "s"}});
  Json body = wish(world, person);
  const Json foreign =
      world.control("POST", "wechat/open-data", {{"personId", person}, {"appId", other_app}});
  body["encryptedData"] = foreign["encryptedData"];
  body["iv"] = foreign["iv"];
  CHECK(code_of(wx_login(world, body)) == "invalid_user_data");

  world.login_code(person);
  const Json old = world.control("POST", "wechat/open-data", {{"personId", person}});
  world.advance_ms(5 * 60 * 1000 + 1000);
  const std::string code = world.control(
      "POST", "wechat/login-codes", {{"personId", person}, {"rotateSessionKey", false}})["code"];
  CHECK(code_of(wx_login(
            world, {{"code", code}, {"encryptedData", old["encryptedData"]}, {"iv", old["iv"]}})) ==
        "invalid_user_data");
}

TEST_CASE("signed and encrypted data have to say the same", "[wx_login]") {
  World world;
  const std::string person = world.add_wechat_person({{"nickname", "Band"}});
  const std::string code = world.login_code(person);
  const Json first = world.control("POST", "wechat/open-data", {{"personId", person}});
  world.control("PUT", "wechat/people/" + person, {{"nickname", "Other"}});
  const Json second = world.control("POST", "wechat/open-data", {{"personId", person}});
  CHECK(code_of(wx_login(world, {{"code", code},
                                 {"encryptedData", first["encryptedData"]},
                                 {"iv", first["iv"]},
                                 {"rawData", second["rawData"]},
                                 {"signature", second["signature"]}})) == "invalid_user_data");
}

TEST_CASE("the Authorization field of wxLogin's routes is read strictly", "[wx_login]") {
  World world;
  const std::string token = wx_login(world, wish(world, world.add_wechat_person())).text;
  CHECK(profile(world, token).status == 200);
  CHECK(profile(world, "Bearer " + token).status == 200);
  CHECK(profile(world, "bearer " + token).status == 200);
  for (const std::string& value :
       {std::string(""), std::string("Bearer"), std::string("null"), "Basic " + token,
        "Bearer Bearer " + token, token + " " + token, token + ",", "." + token, token + ".x",
        "Token " + token, std::string(9000, 'a')}) {
    INFO(value.substr(0, 40));
    const Answer answer = profile(world, value);
    CHECK(answer.status == 401);
    CHECK(answer.header("www-authenticate").starts_with("Bearer"));
  }
  const Answer twice =
      world.call("GET", "/users/profile", {{"Authorization", token}, {"Authorization", token}});
  CHECK(twice.status == 400);
}

TEST_CASE("errors have hapi's shape", "[wx_login]") {
  World world;
  const Answer answer = profile(world, "");
  const Json body = answer.json();
  CHECK(body["statusCode"] == 401);
  CHECK(body["error"] == "Unauthorized");
  CHECK(body["message"].is_string());
}

TEST_CASE("a token of wxLogin is good for its own surface only", "[wx_login][V8]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string token = wx_login(world, wish(world, person)).text;
  const Client mini = world.mini_program_of(person);
  CHECK(world.call_as({"miniprogram", token, "", ""}, "GET", "/api/user/profile").status == 401);
  CHECK(profile(world, mini.token).status == 401);
  CHECK(profile(world, mini.refresh).status == 401);
  // One person, whichever surface: and the owner's sign-out everywhere reaches this one.
  CHECK(claims_of(token)["userId"] == mini.user_id);
  CHECK(world.call_as(mini, "POST", "/api/auth/logout?scope=global").status == 204);
  CHECK(code_of(profile(world, token)) == "session_not_found");
}
