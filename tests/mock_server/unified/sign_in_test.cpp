// Sign-in with WeChat and with Clerk: who becomes whom, and what each fault of an upstream means.
#include <atomic>
#include <catch2/catch_test_macros.hpp>
#include <mutex>
#include <set>
#include <thread>

#include "support/in_parallel.h"
#include "support/world.h"

using namespace hufu::mock::test;

TEST_CASE("a WeChat code becomes a session", "[sign-in]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Answer first = world.sign_in(world.login_code(person));
  REQUIRE(first.status == 200);
  CHECK(first.header("cache-control") == "no-store");
  const Json body = first.json();
  CHECK(body["success"] == true);
  CHECK(body["isNewUser"] == true);
  CHECK(body["expiresIn"] == 900);
  CHECK(body["user"]["nickname"] == "微信用户");

  const Json again = world.sign_in(world.login_code(person)).json();
  CHECK(again["isNewUser"] == false);
  CHECK(again["user"]["id"] == body["user"]["id"]);
  CHECK(again["refreshToken"] != body["refreshToken"]);
}

TEST_CASE("a code works once", "[sign-in]") {
  World world;
  const std::string code = world.login_code(world.add_wechat_person());
  CHECK(world.sign_in(code).status == 200);
  const Answer second = world.sign_in(code);
  CHECK(second.status == 400);
  CHECK(second.error() == "wechat_code_invalid");
  CHECK(world.sign_in("nobody-made-this").error() == "wechat_code_invalid");
}

TEST_CASE("50 parallel first sign-ins of one openid make one user", "[sign-in][V4]") {
  World world;
  const std::string person = world.add_wechat_person();
  std::vector<std::string> codes;
  for (int index = 0; index < 50; ++index)
    codes.push_back(world.login_code(person));
  std::mutex mutex;
  std::set<std::string> users;
  std::atomic<int> created{0};
  in_parallel(50, [&](int index) {
    HttpCaller caller(world.port());
    const Json body = {{"code", codes[static_cast<std::size_t>(index)]}};
    const Answer answer = caller.call(
        "POST", "/api/wechat/login",
        {{"X-Platform", "miniprogram"}, {"Content-Type", "application/json"}}, body.dump());
    const std::lock_guard lock(mutex);
    if (answer.status != 200) return;
    users.insert(answer.json()["user"]["id"]);
    created += answer.json()["isNewUser"] == true ? 1 : 0;
  });
  CHECK(users.size() == 1);
  CHECK(created == 1);
}

TEST_CASE("each fault of WeChat has its meaning", "[sign-in][V6]") {
  World world;
  const std::string code = world.login_code(world.add_wechat_person());
  const auto with_fault = [&](Json fault) {
    fault["route"] = "GET /wechat/sns/jscode2session";
    world.add_fault(fault);
    return world.sign_in(code);
  };
  const auto with_errcode = [&](int errcode) {
    return with_fault(
        {{"status", 200}, {"body", {{"errcode", errcode}, {"errmsg", "secret rid"}}}});
  };

  CHECK(with_errcode(40029).error() == "wechat_code_invalid");
  CHECK(with_errcode(40163).error() == "wechat_code_invalid");
  const Answer blocked = with_errcode(40226);
  CHECK(blocked.status == 403);
  CHECK(blocked.error() == "wechat_blocked");
  const Answer busy = with_errcode(-1);
  CHECK(busy.status == 503);
  CHECK(busy.error() == "unavailable");
  CHECK_FALSE(busy.header("retry-after").empty());
  const Answer slower = with_errcode(45011);
  CHECK(slower.status == 429);
  CHECK_FALSE(slower.header("retry-after").empty());
  for (const Json& fault :
       {Json{{"status", 500}}, Json{{"status", 200}, {"body", "<html>"}},
        Json{{"status", 200}, {"body", "[]"}}, Json{{"status", 200}, {"body", "{}"}},
        Json{{"reset", true}}, Json{{"cutAfterBytes", 40}},
        Json{{"redirect", "http://127.0.0.1:1/"}}, Json{{"hugeBodyBytes", 3000000}}}) {
    const Answer answer = with_fault(fault);
    INFO(fault.dump() << " " << answer.text);
    CHECK(answer.status == 503);
    CHECK(answer.error() == "unavailable");
    CHECK(answer.text.find("rid") == std::string::npos);
    CHECK(answer.text.find("secret") == std::string::npos);
  }
  CHECK(world.sign_in(world.login_code(world.add_wechat_person())).status == 200);
}

TEST_CASE("what a body says about a person is a hint", "[sign-in]") {
  World world;
  const std::string person = world.add_wechat_person();
  const auto sign_in_as = [&](const std::string& name, const std::string& avatar) {
    return world
        .sign_in(world.login_code(person), "miniprogram",
                 {{"userInfo", {{"nickName", name}, {"avatarUrl", avatar}}}})
        .json();
  };
  CHECK(sign_in_as("evil\u202etxt", "javascript:alert(1)")["user"]["nickname"] == "微信用户");
  const Json named = sign_in_as("小明", "https://thirdwx.qlogo.cn/mmopen/x/132");
  CHECK(named["user"]["nickname"] == "小明");
  CHECK(named["user"]["avatarUrl"] == "https://thirdwx.qlogo.cn/mmopen/x/132");
  // A later sign-in does not overwrite what is there.
  CHECK(sign_in_as("somebody else", "https://evil.example/track.png")["user"]["nickname"] ==
        "小明");
}

TEST_CASE("WeChat's signed data is checked whole", "[sign-in]") {
  World world;
  const std::string person =
      world.add_wechat_person({{"nickname", "Band"}, {"avatarUrl", "https://thirdwx.qlogo.cn/a"}});
  const auto open_data = [&](bool with_open_id) {
    Json data = world.control("POST", "wechat/open-data",
                              {{"personId", person}, {"withOpenId", with_open_id}});
    data.erase("userInfo");
    return data;
  };
  const std::string code = world.login_code(person);
  const Json data = open_data(true);

  SECTION("genuine") {
    const Answer answer = world.sign_in(code, "miniprogram", data);
    INFO(answer.text);
    REQUIRE(answer.status == 200);
    CHECK(answer.json()["user"]["nickname"] == "Band");
  }
  SECTION("another signature") {
    Json forged = data;
    forged["signature"] = std::string(40, 'a');
    CHECK(world.sign_in(code, "miniprogram", forged).error() == "invalid_user_data");
  }
  SECTION("a flipped bit") {
    Json forged = data;
    std::string text = forged["encryptedData"];
    text[3] = text[3] == 'A' ? 'B' : 'A';
    forged["encryptedData"] = text;
    CHECK(world.sign_in(code, "miniprogram", forged).error() == "invalid_user_data");
  }
  SECTION("of another person") {
    const std::string other = world.add_wechat_person();
    CHECK(world.sign_in(world.login_code(other), "miniprogram", data).error() ==
          "invalid_user_data");
  }
  SECTION("old") {
    world.advance_ms(5 * 60 * 1000 - 1000);
    const std::string fresh = world.control(
        "POST", "wechat/login-codes", {{"personId", person}, {"rotateSessionKey", false}})["code"];
    world.advance_ms(60 * 1000);
    CHECK(world.sign_in(fresh, "miniprogram", data).error() == "invalid_user_data");
  }
}

TEST_CASE("a Clerk user exists from first sight, the profile follows", "[sign-in]") {
  World world;
  const std::string id =
      world.add_clerk_user({{"firstName", "Ada"}, {"lastName", "L"}, {"email", "ada@example.com"}});
  world.add_fault({{"route", "GET /clerk/v1/users/{user_id}"}, {"status", 500}, {"times", 1}});
  Client client = world.web_of(id);
  Json profile = world.profile(client);
  CHECK(profile["platform"] == "web");
  for (int round = 0; round < 100 && profile["email"] != "ada@example.com"; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    profile = world.profile(client);
  }
  CHECK(profile["email"] == "ada@example.com");
  CHECK(profile["nickname"] == "Ada L");
  CHECK(profile["id"] == client.user_id);
}

TEST_CASE("an unverified e-mail is nobody's", "[sign-in][V9]") {
  World world;
  const Client client = world.web_of(world.add_clerk_user(
      {{"firstName", "Eve"}, {"email", "victim@example.com"}, {"emailVerified", false}}));
  std::this_thread::sleep_for(std::chrono::milliseconds(200));
  CHECK(world.profile(client)["email"] == "");
}

TEST_CASE("Clerk away is not the token's fault", "[sign-in][V6]") {
  World world;
  const std::string token = world.clerk_token(world.add_clerk_user());
  const Client client{"web", token, "", ""};
  world.add_fault({{"route", "GET /clerk/.well-known/jwks.json"}, {"status", 500}});
  const Answer away = world.call_as(client, "GET", "/api/user/profile");
  CHECK(away.status == 503);
  CHECK(away.error() == "unavailable");
  CHECK_FALSE(away.header("retry-after").empty());
  CHECK(world.call_as(client, "GET", "/api/user/profile").status == 200);
}

TEST_CASE("rotated Clerk keys are asked for at most once a minute", "[sign-in]") {
  World world;
  const std::string id = world.add_clerk_user();
  world.web_of(id);
  world.control("POST", "clerk/keys/rotate");
  const auto asked = [&] {
    return world
        .control("GET",
                 "requests?route=" + std::string("GET%20/clerk/.well-known/jwks.json"))["requests"]
        .size();
  };
  const auto before = asked();
  for (int round = 0; round < 5; ++round) {
    CHECK(
        world.call_as({"web", world.clerk_token(id), "", ""}, "GET", "/api/user/profile").status ==
        401);
  }
  CHECK(asked() == before);
  world.advance_ms(61 * 1000);
  CHECK(world.call_as({"web", world.clerk_token(id), "", ""}, "GET", "/api/user/profile").status ==
        200);
  CHECK(asked() == before + 1);
}
