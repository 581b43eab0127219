// What a page says, and in which language.
#include "pages/words.h"

#include <catch2/catch_test_macros.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace hufu::mock;

TEST_CASE("an Accept-Language header means the language that the core finds in it", "[pages]") {
  std::ifstream file(HUFU_VECTORS "/texts/languages.json");
  const auto wishes = nlohmann::json::parse(file);
  int compared = 0;
  for (const auto& each : wishes) {
    const std::string wish = each[0];
    if (wish.find_first_of(":.@_") != std::string::npos) continue;  // a locale
    INFO(wish);
    CHECK(tag_of(language_of(wish)) == each[1].get<std::string>());
    ++compared;
  }
  CHECK(compared > 20);
}

TEST_CASE("a value of a text is not read for places of its own", "[pages]") {
  const Words say(Language::en);
  CHECK(
      say("telephone_asks", {{"name", "Mei"}, {"platform", "{name}"}, {"client", "{platform}"}}) ==
      "{platform} ({name}) wants to be signed in as Mei.");
}
