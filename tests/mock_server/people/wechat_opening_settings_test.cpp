// What an operator may say of codes and links that open the mini-program, and what follows.
#include <catch2/catch_test_macros.hpp>

#include "people/wechat_links.h"
#include "settings/config.h"

using namespace hufu::mock;

namespace {

WechatOpening finished(WechatOpening opening, const WechatSwitches& given = {}) {
  finish_wechat_opening(opening, given);
  return opening;
}

Config with_rule(const std::string& rule) {
  Config config;
  config.wechat_opening.link_rule = rule;
  config.public_url = "https://auth.example.com/";
  config.wechat_app_id = "wx1";
  complete(config);
  return config;
}

}  // namespace

TEST_CASE("a page is one of app.json", "[wechat]") {
  CHECK(finished({}).page == "pages/launch/launch");
  for (const char* bad : {"", "/pages/a/a", "pages/a/a?b=1", "pages/a/a#b", "pages/a a"})
    CHECK_THROWS_AS(finished({.page = bad}), ConfigError);
  CHECK(finished({}, {.check_path = "off", .plain_scheme = "on"}).plain_scheme);
  CHECK_FALSE(finished({}, {.check_path = "off"}).check_path);
}

TEST_CASE("a rule is for https, or this machine, and ends with a slash", "[wechat]") {
  for (const char* good : {"https://example.com/m/", "http://127.0.0.1:8787/m/", "/m/", "/a/b/"})
    CHECK_NOTHROW(finished({.link_rule = good}));
  for (const char* bad : {"https://example.com/m", "https://example.com/", "http://example.com/m/",
                          "//example.com/m/", "/", "m/", "https://example.com/m/?a=/",
                          "weixin://example.com/m/", "https://a@example.com/m/"})
    CHECK_THROWS_AS(finished({.link_rule = bad}), ConfigError);
}

TEST_CASE("a check file has a plain name and a text", "[wechat]") {
  const WechatOpening none = finished({});
  CHECK(none.link_check_file.empty());
  const WechatOpening some = finished({}, {.link_check = "aB3_-.txt=5e0c=1"});
  CHECK(some.link_check_file == "aB3_-.txt");
  CHECK(some.link_check_text == "5e0c=1");
  for (const char* bad : {"a.txt", "a.txt=", "=1", ".txt=1", "a=1", "a.html=1", "../a.txt=1",
                          "a/b.txt=1", "a.b.txt=1", "a .txt=1", "{file}.txt=1"})
    CHECK_THROWS_AS(finished({}, {.link_check = bad}), ConfigError);
}

TEST_CASE("links that nobody has to be asked for", "[wechat]") {
  const Config own = with_rule("/m/");
  CHECK(ordinary_link(own, "h1s_-") == "https://auth.example.com/m/?scene=h1s_-");
  CHECK(path_of_link_rule(own.wechat_opening) == "/m/");
  const Config other = with_rule("https://example.com/code/");
  CHECK(ordinary_link(other, "h1s") == "https://example.com/code/?scene=h1s");
  CHECK(path_of_link_rule(other.wechat_opening) == "/code/");
  Config none = with_rule("");
  CHECK(ordinary_link(none, "h1s").empty());
  CHECK(path_of_link_rule(none.wechat_opening) == "/m/");
  CHECK(plain_scheme(none, "h1p").empty());
  none.wechat_opening.plain_scheme = true;
  CHECK(plain_scheme(none, "h1p") ==
        "weixin://dl/business/?appid=wx1&path=pages/launch/launch&query=scene%3Dh1p"
        "&env_version=release");
}
