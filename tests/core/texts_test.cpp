// What errors say to people, and in which language.
#include <fstream>
#include <set>
#include <sstream>
#include <string>

#include <catch2/catch_test_macros.hpp>

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

constexpr Language kLanguages[] = {Language::en, Language::zh_cn};

}  // namespace

TEST_CASE("every code says in every language what the catalogue says", "[texts]") {
  for (const Language language : kLanguages) {
    const Value texts = read(std::string(HUFU_TEXTS "/").append(name(language)).append(".json"));
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

TEST_CASE("an error says its detail behind its sentence, as its language writes it", "[texts]") {
  const Error bare{Errc::network, "", 0, 0};
  CHECK(bare.message() == "The server could not be reached. Check the connection and try again.");
  CHECK(bare.message(Language::zh_cn) == "无法连接服务器，请检查网络后重试。");
  const Error limited{Errc::rate_limited, "", 30'000, 429};
  CHECK(limited.message(Language::zh_cn) == "请求过于频繁，请稍后再试。（30 s）");
  const Error detailed{Errc::refused, "{detail} {sentence}", 0, 422};
  CHECK(detailed.message(Language::en) == "The server refused the request. ({detail} {sentence})");
  CHECK(detailed.message(Language::zh_cn) == "服务器拒绝了该请求。（{detail} {sentence}）");
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
