// The cookie codec, case by case (tests/vectors/cookies), and there and back.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

#include "hufu.h"
#include "text/json.h"

namespace hufu::test {
namespace {

json::Value cases(const std::string& name) {
  std::ifstream file(std::string(HUFU_VECTORS) + "/cookies/" + name);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  return *json::parse(text);
}

std::string encoded(const std::string& given) {
  return hufu_cookies_encode(given.data(), given.size());
}
std::string decoded(const std::string& given) {
  return hufu_cookies_decode(given.data(), given.size());
}

TEST_CASE("Cookies are written as the vectors say") {
  const json::Value all = cases("encode.json");
  REQUIRE(all.items().size() == 7);
  for (const json::Value& each : all.items()) {
    INFO(each.text_or("about", ""));
    CHECK(encoded(each.find("given")->dump()) == each.find("gives")->dump());
  }
}

TEST_CASE("Cookies are read as the vectors say") {
  const json::Value all = cases("decode.json");
  REQUIRE(all.items().size() == 13);
  for (const json::Value& each : all.items()) {
    INFO(each.text_or("about", ""));
    CHECK(decoded(each.find("given")->dump()) == each.find("gives")->dump());
  }
}

TEST_CASE("What was written in cookies is read again, at every length around the chunks") {
  for (std::size_t length = 0; length<7'500; length += length> 2'300 && length < 2'400 ? 1 : 97) {
    json::Value given = json::Value::object();
    given.set("name", "n").set("value", std::string(length, 'x'));
    json::Value back = json::Value::object();
    back.set("name", "n").set("cookies", *json::parse(encoded(given.dump())));
    const auto read = json::parse(decoded(back.dump()));
    INFO(length);
    if (length > 0) {
      REQUIRE(read->text());
      CHECK(*read->text() == std::string(length, 'x'));
    }
  }
}

TEST_CASE("Broken input to the cookie codec gives null") {
  for (const char* broken : {"", "{", "[]", "null", R"({"name":1})", "\xff"}) {
    CHECK(encoded(broken) == "null");
    CHECK(decoded(broken) == "null");
  }
  CHECK(std::string(hufu_cookies_encode(nullptr, 0)) == "null");
}

}  // namespace
}  // namespace hufu::test
