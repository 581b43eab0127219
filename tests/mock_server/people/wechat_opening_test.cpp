// What the backend gets from WeChat to open the mini-program with, and what it does without.
#include <catch2/catch_test_macros.hpp>

#include "support/standard_error.h"
#include "support/world.h"

using namespace hufu::mock;
using namespace hufu::mock::test;

namespace {

constexpr const char* kCode = "POST /wechat/wxa/getwxacodeunlimit";
constexpr const char* kLink = "POST /wechat/wxa/generate_urllink";
constexpr const char* kScheme = "POST /wechat/wxa/generatescheme";

MockConfig with(WechatOpening opening) {
  MockConfig config;
  config.wechat_opening = std::move(opening);
  return config;
}

Json begin(World& world, const std::string& code) {
  const Fields form = {{"Content-Type", "application/x-www-form-urlencoded"},
                       {"X-Platform", "web"}};
  HttpCaller caller(world.port());
  const Answer answer =
      caller.call("POST", "/oauth/device_authorization", form, "client_id=t&code=" + code);
  REQUIRE(answer.status == 200);
  return answer.json();
}

Json refusal_of(const char* route, int number, int times = 1) {
  return {{"route", route},
          {"status", 200},
          {"times", times},
          {"body", {{"errcode", number}, {"errmsg", "no, rid: 1-2"}}}};
}

}  // namespace

TEST_CASE("a code opens the page and the version of the settings", "[wechat]") {
  World world(with({.page = "pages/a/a", .env_version = "develop"}));
  const Json grant = begin(world, "mini_program");
  CHECK(grant["scan_kind"] == "mini_program_code");
  const Json launched = world.control("POST", "wechat/scan", {{"picture", grant["picture"]}});
  CHECK(launched["page"] == "pages/a/a");
  CHECK(launched["envVersion"] == "develop");
  const std::string scene = launched["options"]["query"]["scene"];
  CHECK(scene.size() == 25);
  CHECK(scene.starts_with("h1s"));
}

TEST_CASE("a page that is not published is drawn only where nobody looks", "[wechat]") {
  for (const bool check_path : {true, false}) {
    World world(with({.check_path = check_path}));
    world.control("PUT", "wechat/apps",
                  {{"appId", MockConfig().wechat_app_id},
                   {"secret", MockConfig().wechat_app_secret},
                   {"pages", {"pages/index/index"}}});
    const StandardError standard_error;
    CHECK(begin(world, "mini_program").contains("picture") != check_path);
    CHECK(standard_error.has("41030") == check_path);
    CHECK(standard_error.has("--wechat-check-path") == check_path);
  }
}

TEST_CASE("who draws no code is asked again with another token, once", "[wechat]") {
  World world;
  for (const int number : {40001, 42001}) {
    world.add_fault(refusal_of(kCode, number));
    CHECK(begin(world, "mini_program").contains("picture"));
    world.advance_ms(31'000);
  }
  CHECK(world.asked(kCode) == 4);
  world.add_fault(refusal_of(kCode, 40001, 2));
  CHECK_FALSE(begin(world, "mini_program").contains("picture"));
  CHECK(world.asked(kCode) == 6);
}

TEST_CASE("nobody's sign-in fails because WeChat draws nothing", "[wechat]") {
  World world(with({.link_rule = "/m/"}));
  SECTION("it refuses") { world.add_fault(refusal_of(kCode, 45009)); }
  SECTION("it is away") { world.add_fault({{"route", kCode}, {"status", 502}}); }
  SECTION("it hangs up") { world.add_fault({{"route", kCode}, {"reset", true}, {"times", 9}}); }
  SECTION("it says that it is a picture, and is none") {
    world.add_fault({{"route", kCode}, {"status", 200}, {"body", "picture"}});
  }
  SECTION("it gives no token") {
    world.add_fault({{"route", "POST /wechat/cgi-bin/stable_token"}, {"status", 500}});
  }
  const Json grant = begin(world, "mini_program");
  CHECK_FALSE(grant.contains("picture"));
  CHECK(grant["scan_kind"] == "link");
  const std::string link = grant["verification_uri_complete"];
  CHECK(link.starts_with(world.url() + "/m/?scene=h1s"));
  CHECK(world.control("POST", "wechat/scan", {{"content", link}})["options"]["scene"] == 1011);
}

TEST_CASE("on one phone: a URL Link, else a plain scheme, else an encrypted one", "[wechat]") {
  const auto opened_as = [](World& world) {
    const Json grant = begin(world, "link");
    const Json launched = world.control("POST", "wechat/open", {{"url", grant["open_uri"]}});
    CHECK(launched["options"]["query"]["scene"].get<std::string>().starts_with("h1p"));
    return launched["options"]["scene"].get<int>();
  };
  World plain(with({.plain_scheme = true}));
  CHECK(opened_as(plain) == 1194);
  plain.add_fault(refusal_of(kLink, 44993));
  CHECK(opened_as(plain) == 1286);
  CHECK(plain.asked(kScheme) == 0);

  World encrypted;
  encrypted.add_fault(refusal_of(kLink, 44993));
  CHECK(opened_as(encrypted) == 1065);
  // A token that WeChat takes no more is renewed for these, too.
  encrypted.add_fault(refusal_of(kLink, 42001));
  CHECK(opened_as(encrypted) == 1194);
}

TEST_CASE("what WeChat says of a scene is not written down, but for its own id", "[wechat]") {
  World world;
  world.add_fault({{"route", kCode},
                   {"status", 200},
                   {"body", {{"errcode", 40097}, {"errmsg", "bad scene h1sx, rid: 7-8-9"}}}});
  const StandardError standard_error;
  begin(world, "mini_program");
  CHECK(standard_error.has("errcode 40097, rid: 7-8-9"));
  CHECK_FALSE(standard_error.has("h1sx"));
}
