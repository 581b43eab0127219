// What the backend makes of WeChat's answers where it is not the person's fault: settings that are
// wrong, and an access token that somebody else has replaced.
#include <catch2/catch_test_macros.hpp>

#include "support/standard_error.h"
#include "support/world.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

Answer bind_phone(World& world, const Client& client, const std::string& person) {
  const std::string code =
      world.control("POST", "wechat/phone-codes", {{"personId", person}})["code"];
  return world.call_as(client, "POST", "/api/user/phone", {{"code", code}});
}

Json errcode(int number) {
  return {{"status", 200}, {"body", {{"errcode", number}, {"errmsg", "no, rid: 1-2"}}}};
}

}  // namespace

TEST_CASE("settings that WeChat does not take are the operator's to hear about", "[wechat]") {
  World world;
  const std::string code = world.login_code(world.add_wechat_person());
  const StandardError standard_error;
  for (const int number : {40013, 40125, 40164, 41004}) {
    Json fault = errcode(number);
    fault["route"] = "GET /wechat/sns/jscode2session";
    world.add_fault(fault);
    const Answer answer = world.sign_in(code);
    CHECK(answer.status == 500);
    CHECK(answer.error() == "internal_error");
    CHECK(answer.header("retry-after").empty());
    CHECK(answer.text.find("rid") == std::string::npos);
    CHECK(standard_error.said().find("errcode " + std::to_string(number)) != std::string::npos);
  }
  CHECK(standard_error.said().find("rid: 1-2") != std::string::npos);
  CHECK(standard_error.said().find("WECHAT_APP_SECRET") != std::string::npos);
  CHECK(standard_error.said().find(MockConfig().wechat_app_secret) == std::string::npos);
}

TEST_CASE("a wrong secret at the fake is such a fault", "[wechat]") {
  World world;
  const std::string code = world.login_code(world.add_wechat_person());
  world.control("PUT", "wechat/apps",
                {{"appId", MockConfig().wechat_app_id}, {"secret", "another"}});
  const StandardError standard_error;
  CHECK(world.sign_in(code).status == 500);
  CHECK(standard_error.said().find("40125") != std::string::npos);
}

TEST_CASE("an access token that WeChat no longer takes is replaced once", "[wechat]") {
  World world;
  const std::string person = world.add_wechat_person();
  const Client client = world.mini_program_of(person);
  REQUIRE(bind_phone(world, client, person).status == 200);
  const std::string stable = "POST /wechat/cgi-bin/stable_token";
  const int before = world.asked(stable);
  SECTION("somebody else has made another") {
    world.call("POST", "/wechat/cgi-bin/stable_token", {},
               {{"grant_type", "client_credential"},
                {"appid", MockConfig().wechat_app_id},
                {"secret", MockConfig().wechat_app_secret},
                {"force_refresh", true}});
    world.advance_ms(301'000);
    CHECK(bind_phone(world, client, person).status == 200);
    CHECK(world.asked(stable) == before + 2);
  }
  SECTION("WeChat says so of the stable one, too: another is asked for") {
    for (const int number : {40001, 42001}) {
      Json fault = errcode(number);
      fault["route"] = "POST /wechat/wxa/business/getuserphonenumber";
      world.add_fault(fault);
      CHECK(bind_phone(world, client, person).status == 200);
      world.advance_ms(31'000);
    }
  }
  SECTION("once, not for ever") {
    Json fault = errcode(40001);
    fault["route"] = "POST /wechat/wxa/business/getuserphonenumber";
    fault["times"] = 2;
    world.add_fault(fault);
    const Answer answer = bind_phone(world, client, person);
    CHECK(answer.status == 503);
    CHECK(world.asked("POST /wechat/wxa/business/getuserphonenumber") == 3);
  }
  SECTION("the same where a picture is drawn") {
    world.add_fault({{"route", "POST /wechat/wxa/getwxacodeunlimit"},
                     {"status", 200},
                     {"body", {{"errcode", 42001}, {"errmsg", "access_token expired"}}}});
    CHECK(world.call("POST", "/auth/v1/wechat_mini/unlimited_qrcode", {}, {{"scene", "a=1"}})
              .status == 200);
  }
}

TEST_CASE("what WeChat vouches for is newer, unless the person chose here", "[wechat]") {
  World world;
  const std::string picture = "https://thirdwx.qlogo.cn/mmopen/1/132";
  const std::string newer = "https://thirdwx.qlogo.cn/mmopen/2/132";
  const std::string person =
      world.add_wechat_person({{"nickname", "Band"}, {"avatarUrl", picture}, {"gender", 2}});
  const auto told = [&] {
    const std::string code = world.login_code(person);
    Json data = world.control("POST", "wechat/open-data", {{"personId", person}});
    data.erase("userInfo");
    return world.sign_in(code, "miniprogram", data).json()["user"];
  };
  CHECK(told()["nickname"] == "Band");
  world.control("PUT", "wechat/people/" + person, {{"nickname", "Ben"}, {"avatarUrl", newer}});
  CHECK(told()["nickname"] == "Ben");
  CHECK(told()["avatarUrl"] == newer);

  const Client client = world.mini_program_of(person);
  SECTION("a hint does not change it") {
    const Json hinted = world
                            .sign_in(world.login_code(person), "miniprogram",
                                     {{"userInfo", {{"nickName", "x"}, {"avatarUrl", picture}}}})
                            .json()["user"];
    CHECK(hinted["nickname"] == "Ben");
    CHECK(hinted["avatarUrl"] == newer);
  }
  SECTION("a name that was chosen here stays, the picture goes on") {
    world.call_as(client, "PUT", "/api/user/profile", {{"nickname", "阿虎"}});
    world.control("PUT", "wechat/people/" + person, {{"nickname", "C"}, {"avatarUrl", picture}});
    CHECK(told()["nickname"] == "阿虎");
    CHECK(told()["avatarUrl"] == picture);
  }
  SECTION("and a picture that was removed here") {
    world.call_as(client, "PUT", "/api/user/profile", {{"avatarUrl", ""}});
    CHECK(told()["avatarUrl"] == "");
    CHECK(told()["nickname"] == "Ben");
  }
}

TEST_CASE("data that was made before the code is said to be", "[wechat][wx_login]") {
  World world;
  const std::string person = world.add_wechat_person();
  world.login_code(person);
  const Json early = world.control("POST", "wechat/open-data", {{"personId", person}});
  const Answer answer = world.call("POST", "/users/wxLogin", {},
                                   {{"code", world.login_code(person)},
                                    {"encryptedData", early["encryptedData"]},
                                    {"iv", early["iv"]}});
  CHECK(answer.status == 400);
  CHECK(answer.json()["message"].get<std::string>().find("call wx.login first") !=
        std::string::npos);
}
