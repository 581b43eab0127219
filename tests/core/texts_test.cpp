// What errors say to people, and in which language.
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "hufu/core.h"
#include "hufu/language.h"
#include "hufu/result.h"
#include "text/json.h"

using namespace hufu;

namespace {

Value read(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return json::parse(text.str()).value();
}

Value catalogue(Language language) {
  return read(std::string(HUFU_TEXTS "/").append(name(language)).append(".json"));
}

std::vector<std::string> keys_of(const Value& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.members())
    keys.push_back(key.to_std());
  return keys;
}

constexpr Language kLanguages[] = {Language::en, Language::zh_cn};

}  // namespace

TEST_CASE("every code says in every language what the catalogue says", "[texts]") {
  for (const Language language : kLanguages) {
    const Value texts = catalogue(language);
    const auto& sentences = texts.find("errors")->members();
    REQUIRE(sentences.size() == error_table().size());
    std::set<std::string_view> different;
    std::size_t next = 0;
    for (const auto& [code, text] : sentences) {
      const ErrorInfo& row = error_table()[next++];
      CHECK(std::string_view(code) == row.name);
      CHECK(sentence(row.code, language) == text.text());
      different.insert(sentence(row.code, language));
    }
    CHECK(different.size() == error_table().size());
  }
}

TEST_CASE("every operation, option, event and action has a sentence in every language", "[texts]") {
  const Value described = json::parse(describe()).value();
  const Value& enumerations = *described.find("enumerations");
  for (const Language language : kLanguages) {
    const Value texts = catalogue(language);
    CHECK(keys_of(*texts.find("operations")) == keys_of(*described.find("operations")));
    CHECK(keys_of(*texts.find("options")) == keys_of(*described.find("config")->find("fields")));
    for (const auto& [part, of] : {std::pair("events", "event"), std::pair("actions", "action")}) {
      std::vector<std::string> names;
      for (const Value& each : enumerations.find(of)->items())
        names.push_back(each.text().to_std());
      CHECK(keys_of(*texts.find(part)) == names);
    }
  }
}

TEST_CASE("an error says its facts behind its sentence, as its language writes it", "[texts]") {
  const Value samples = read(HUFU_VECTORS "/texts/messages.json");
  REQUIRE(samples.items().size() >= 5);
  for (const Value& sample : samples.items()) {
    const Value& facts = *sample.find("error");
    const Errc code = find_error(facts.text_or("code", ""))->code;
    const Error error{code, std::string(facts.text_or("detail", "")),
                      facts.number_or("retry_after_ms", 0), 0};
    INFO(json::dump(facts).to_std());
    CHECK(error.message() == sample.text_or("en", ""));
    for (const Language language : kLanguages) {
      CHECK(error.message(language) == sample.text_or(name(language), ""));
    }
  }
}

TEST_CASE("a wish for a language is understood", "[texts]") {
  const Value wishes = read(HUFU_VECTORS "/texts/languages.json");
  REQUIRE(wishes.items().size() > 30);
  for (const Value& each : wishes.items()) {
    const auto& pair = each.items();
    INFO(pair[0].text().c_str());
    CHECK(name(language_of(pair[0].text())) == std::string_view(pair[1].text()));
  }
}
