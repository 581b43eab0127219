// The mini-login document's own story: a code of wx.login registers whoever is new.
#include <catch2/catch_test_macros.hpp>
#include <mutex>
#include <set>

#include "crypto/encoding.h"
#include "support/in_parallel.h"
#include "support/world.h"

using namespace hufu::mock::test;

namespace {

Answer mini_login(World& world, const std::string& code, Json more = Json::object()) {
  more["code"] = code;
  return world.call("POST", "/api/v1/auth/mini-login", {}, more);
}

Answer me(World& world, const std::string& token) {
  return world.call("GET", "/api/v1/auth/me", {{"Authorization", "Bearer " + token}});
}

}  // namespace

TEST_CASE("mini-login registers once", "[mini_login]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Answer first = mini_login(world, world.login_code(person));
  REQUIRE(first.status == 200);
  CHECK(first.header("cache-control") == "no-store");
  const Json body = first.json();
  CHECK(body["isNewUser"] == true);
  CHECK(body["user"]["id"].is_number_integer());
  CHECK(body["user"]["username"].get<std::string>().starts_with("wx_"));
  CHECK(body["user"]["nickname"] == "微信用户");
  CHECK(body["user"]["avatar"].is_null());

  const Json second = mini_login(world, world.login_code(person)).json();
  CHECK(second["isNewUser"] == false);
  CHECK(second["user"] == body["user"]);
  CHECK(me(world, body["token"]).json() == body["user"]);
}

TEST_CASE("fifty first logins at once are one user", "[mini_login][V4]") {
  World world;
  const std::string person = world.add_wechat_person();
  std::vector<std::string> codes;
  for (int index = 0; index < 50; ++index)
    codes.push_back(world.login_code(person));
  std::mutex mutex;
  std::set<std::string> users;
  int created = 0;
  int answered = 0;
  in_parallel(50, [&](int index) {
    HttpCaller caller(world.port());
    const Answer answer =
        caller.call("POST", "/api/v1/auth/mini-login", {{"Content-Type", "application/json"}},
                    Json({{"code", codes[static_cast<std::size_t>(index)]}}).dump());
    const std::lock_guard lock(mutex);
    if (answer.status != 200) return;
    ++answered;
    users.insert(answer.json()["user"].dump());
    created += answer.json()["isNewUser"] == true ? 1 : 0;
  });
  CHECK(answered == 50);
  CHECK(users.size() == 1);
  CHECK(created == 1);
}

TEST_CASE("nickname and avatar are hints", "[mini_login]") {
  World world;
  const std::string person = world.add_wechat_person();
  const auto with = [&](const std::string& name, const std::string& avatar) {
    return mini_login(world, world.login_code(person),
                      {{"userInfo", {{"nickName", name}, {"avatarUrl", avatar}}}})
        .json()["user"];
  };
  const std::string too_long(65, 'x');
  for (const std::string& name : {std::string("a\nb"), std::string("\u202eevil"), too_long}) {
    const Json user = with(name, "http://thirdwx.qlogo.cn/a");
    CHECK(user["nickname"] == "微信用户");
    CHECK(user["avatar"].is_null());
  }
  CHECK(with("", "https://evil.example/pixel.png")["avatar"].is_null());
  CHECK(with("", "https://thirdwx.qlogo.cn@evil.example/")["avatar"].is_null());
  const Json named = with("小明", "https://thirdwx.qlogo.cn/mmopen/x/132");
  CHECK(named["nickname"] == "小明");
  CHECK(named["avatar"] == "https://thirdwx.qlogo.cn/mmopen/x/132");
  // Not at each login anew: what is there stays.
  CHECK(with("somebody else", "")["nickname"] == "小明");
}

TEST_CASE("errors are the document's", "[mini_login]") {
  World world;
  const std::string code = world.login_code(world.add_wechat_person());
  REQUIRE(mini_login(world, code).status == 200);
  const Answer spent = mini_login(world, code);
  CHECK(spent.status == 400);
  CHECK(spent.json()["code"] == 400);
  CHECK(spent.json()["message"].is_string());
  CHECK(spent.text.find("rid") == std::string::npos);  // nothing of WeChat's own text
  CHECK(mini_login(world, "").json()["code"] == 400);
  CHECK(world.call("POST", "/api/v1/auth/mini-login", {}, Json::array()).json()["code"] == 400);
  world.add_fault({{"route", "GET /wechat/sns/jscode2session"}, {"status", 500}});
  const Answer away = mini_login(world, world.login_code(world.add_wechat_person()));
  CHECK(away.status == 503);
  CHECK(away.json()["code"] == 503);
  CHECK_FALSE(away.header("retry-after").empty());
}

TEST_CASE("disabled users are refused", "[mini_login]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string token = mini_login(world, world.login_code(person)).json()["token"];
  const Client mini = world.mini_program_of(person);
  world.control("POST", "users/" + mini.user_id + "/ban");
  CHECK(mini_login(world, world.login_code(person)).status == 403);
  CHECK(me(world, token).json()["error"] == "user_banned");
  world.control("POST", "users/" + mini.user_id + "/ban", {{"banned", false}});
  CHECK(me(world, token).status == 200);
}

TEST_CASE("the token holds ids, and no openid", "[mini_login][V8]") {
  World world;
  const std::string person = world.add_wechat_person();
  const std::string token = mini_login(world, world.login_code(person)).json()["token"];
  const std::size_t first = token.find('.') + 1;
  const Json claims = Json::parse(
      hufu::mock::decode_base64url(token.substr(first, token.rfind('.') - first)).value());
  CHECK(claims["exp"].get<long long>() - claims["iat"].get<long long>() == 7 * 24 * 3600);
  CHECK(claims["id"].is_number_integer());
  CHECK_FALSE(claims.contains("openid"));
  CHECK_FALSE(claims.contains("unionid"));
  CHECK_FALSE(claims.contains("iss"));
  CHECK_FALSE(claims.contains("aud"));
  const std::string openid = world.control("GET", "wechat/people/" + person)["openid"];
  CHECK(claims.dump().find(openid) == std::string::npos);
  // Not a token of any other surface.
  CHECK(world.call_as({"miniprogram", token, "", ""}, "GET", "/api/user/profile").status == 401);
  CHECK(world.call("GET", "/users/profile", {{"Authorization", token}}).status == 401);
  CHECK(world.call("GET", "/api/v1/auth/me", {{"Authorization", token}}).status == 401);
}

TEST_CASE("signing out ends the session on the server", "[mini_login]") {
  World world;
  const std::string token =
      mini_login(world, world.login_code(world.add_wechat_person())).json()["token"];
  const Fields bearer = {{"Authorization", "Bearer " + token}};
  CHECK(world.call("POST", "/api/v1/auth/logout", bearer).status == 204);
  CHECK(me(world, token).json()["error"] == "session_not_found");
}

TEST_CASE("one person, whichever surface", "[mini_login][wx_login]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Client mini = world.mini_program_of(person);
  const Json body = mini_login(world, world.login_code(person)).json();
  CHECK(body["isNewUser"] == false);
  const Fields bearer = {{"Authorization", "Bearer " + body["token"].get<std::string>()}};
  REQUIRE(world.call("PUT", "/api/v1/auth/me", bearer, {{"nickname", "一个人"}}).status == 200);
  CHECK(world.profile(mini)["nickname"] == "一个人");
}
