// The page behind verification_uri.
#include <catch2/catch_test_macros.hpp>
#include <utility>

#include "pages/qr_picture.h"
#include "support/world.h"

using namespace hufu::mock::test;

namespace {

std::string page(World& world, const std::string& query) {
  const Answer answer = world.call("GET", "/device" + query, {});
  REQUIRE(answer.status == 200);
  return answer.text;
}

}  // namespace

TEST_CASE("the device's page shows the code, as text and as a picture", "[device]") {
  World world;
  HttpCaller caller(world.port());
  const Json started =
      caller
          .call("POST", "/oauth/device_authorization",
                {{"X-Platform", "desktop"}, {"Content-Type", "application/x-www-form-urlencoded"}},
                "client_id=hufu-desktop")
          .json();
  const std::string complete = started["verification_uri_complete"];
  const Answer answer = world.call("GET", complete.substr(world.url().size()), {});
  REQUIRE(answer.status == 200);
  CHECK(answer.header("content-type") == "text/html; charset=utf-8");
  CHECK(answer.text.find(started["user_code"].get<std::string>()) != std::string::npos);
  CHECK(answer.text.find(hufu::mock::qr_svg(complete)) != std::string::npos);
  // The number is the device's to show: who only has the page cannot tell it.
  CHECK(answer.text.find(">" + started["number"].get<std::string>() + "<") == std::string::npos);
}

TEST_CASE("the device's page runs nothing and may stand in no frame", "[device]") {
  World world;
  const Answer answer = world.call("GET", "/device?user_code=BCDFG-HJKLM", {});
  const std::string policy = answer.header("content-security-policy");
  CHECK(policy.find("default-src 'none'") != std::string::npos);
  CHECK(policy.find("frame-ancestors 'none'") != std::string::npos);
  CHECK(answer.text.find("<script") == std::string::npos);
  CHECK(answer.text.find("<form") == std::string::npos);
  CHECK(answer.header("cache-control") == "no-store");
}

TEST_CASE("the device's page says the same about every code, and repeats nothing else",
          "[device][B8]") {
  World world;
  CHECK(page(world, "?user_code=bcdfg%20hjklm") == page(world, "?user_code=BCDFG-HJKLM"));
  const std::string empty = page(world, "");
  for (const char* query : {"?user_code=", "?user_code=AEIOU-AEIOU", "?user_code=BCDFG-HJKL",
                            "?user_code=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                            "?user_code=BCDFG-HJKLM&user_code=BCDFG-HJKLM"}) {
    INFO(query);
    CHECK(page(world, query) == empty);
  }
}

TEST_CASE("the device's page speaks its visitor's language", "[device]") {
  World world;
  const auto in = [&world](const std::string& wish) {
    const Answer answer =
        world.call("GET", "/device?user_code=BCDFG-HJKLM", {{"Accept-Language", wish}});
    CHECK(answer.header("vary") == "Accept-Language");
    const std::string language = answer.header("content-language");
    CHECK(answer.text.find("<html lang=\"" + language + "\">") != std::string::npos);
    return std::make_pair(language, answer.text);
  };
  const auto [chinese, in_chinese] = in("fr, zh-Hans;q=0.9, en;q=0.8");
  CHECK(chinese == "zh-CN");
  CHECK(in_chinese.find("设备登录") != std::string::npos);
  CHECK(in_chinese.find("Approve") == std::string::npos);
  const auto [english, in_english] = in("zh-TW, en;q=0.5");
  CHECK(english == "en");
  CHECK(in_english.find("Device sign-in") != std::string::npos);
  CHECK(in_english.find("设备") == std::string::npos);
}
