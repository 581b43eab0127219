// hufu_message: what an error says, for hosts that have it as JSON.
#include <fstream>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

#include "hufu.h"
#include "text/json.h"

namespace {

hufu::Value samples() {
  std::ifstream file(HUFU_VECTORS "/texts/messages.json", std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return hufu::json::parse(text.str()).value();
}

std::string message(const std::string& error, const char* language) {
  return hufu_message(error.data(), error.size(), language);
}

}  // namespace

TEST_CASE("an error says its facts behind its sentence, in each language", "[texts]") {
  const hufu::Value all = samples();
  REQUIRE(all.items().size() >= 5);
  for (const hufu::Value& sample : all.items()) {
    const std::string error = hufu::json::dump(*sample.find("error")).to_std();
    INFO(error);
    for (const char* const language : {"en", "zh-CN"})
      CHECK(message(error, language) == sample.text_or(language, ""));
  }
}

TEST_CASE("what is no error is a fault of the host, in English unless another is known",
          "[texts]") {
  for (const std::string error : {"", "{}", "[", "{\"code\":7}", "{\"code\":\"moon\"}"}) {
    INFO(error);
    for (const char* const language : {static_cast<const char*>(nullptr), "", "fr"})
      CHECK(message(error, language) == "The host of the core could not do its part.");
  }
}
