// The cookie codec, case by case (tests/vectors/cookies), and there and back.
#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <iterator>

#include "hufu.h"
#include "text/json.h"

namespace hufu::test {
namespace {

Value cases(const std::string& name) {
  std::ifstream file(std::string(HUFU_VECTORS) + "/cookies/" + name);
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  return *json::parse(text);
}

std::string encoded(std::string_view given) {
  return hufu_cookies_encode(given.data(), given.size());
}
std::string decoded(std::string_view given) {
  return hufu_cookies_decode(given.data(), given.size());
}

TEST_CASE("Cookies are written as the vectors say") {
  const Value all = cases("encode.json");
  REQUIRE(all.items().size() == 7);
  for (const Value& each : all.items()) {
    INFO(each.text_or("about", ""));
    CHECK(encoded(json::dump(*each.find("given"))) == json::dump(*each.find("gives")));
  }
}

TEST_CASE("Cookies are read as the vectors say") {
  const Value all = cases("decode.json");
  REQUIRE(all.items().size() == 13);
  for (const Value& each : all.items()) {
    INFO(each.text_or("about", ""));
    CHECK(decoded(json::dump(*each.find("given"))) == json::dump(*each.find("gives")));
  }
}

TEST_CASE("What was written in cookies is read again, at every length around the chunks") {
  for (std::size_t length = 0; length<7'500; length += length> 2'300 && length < 2'400 ? 1 : 97) {
    Value given = Value::object();
    given.set("name", "n").set("value", std::string(length, 'x'));
    Value back = Value::object();
    back.set("name", "n").set("cookies", *json::parse(encoded(json::dump(given))));
    const auto read = json::parse(decoded(json::dump(back)));
    INFO(length);
    if (length > 0) {
      REQUIRE(read->is_string());
      CHECK(read->text() == std::string(length, 'x'));
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
