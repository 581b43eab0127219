// JSON conformance (tests/vectors/json), the value and the writer.
#include "text/json.h"

#include <bit>
#include <fstream>
#include <limits>
#include <sstream>

#include <catch2/catch_test_macros.hpp>

#include "dice.h"
#include "text/base64url.h"

using hufu::Value;
using hufu::json::dump;
using hufu::json::parse;
using hufu::json::parse_leniently;

namespace {

Value vectors(const std::string& file) {
  std::ifstream stream(HUFU_VECTORS "/json/" + file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  const auto value = parse(text.str());
  REQUIRE(value);
  return *value->find("cases");
}

std::string input(const Value& one) {
  if (const Value* bytes = one.find("bytes"))
    return hufu::text::from_base64url(bytes->text())->to_std();
  return one.find("text")->text().to_std();
}

std::string bits_of(double value) {
  constexpr std::string_view kHex = "0123456789abcdef";
  const auto bits = std::bit_cast<std::uint64_t>(value);
  std::string text;
  for (int shift = 60; shift >= 0; shift -= 4)
    text.push_back(kHex[bits >> shift & 15]);
  return text;
}

}  // namespace

TEST_CASE("Every JSON text is read, and comes back the same after a round", "[json]") {
  const Value cases = vectors("accepted.json");
  CHECK(cases.items().size() >= 95);
  for (const Value& one : cases.items()) {
    INFO(one.text_or("name", ""));
    const auto first = parse(input(one));
    REQUIRE(first);
    const hufu::Text written = dump(*first);
    const auto second = parse(written);
    REQUIRE(second);
    CHECK(dump(*second) == written);
  }
}

TEST_CASE("What is no JSON text is refused", "[json]") {
  const Value cases = vectors("rejected.json");
  CHECK(cases.items().size() >= 188);
  for (const Value& one : cases.items()) {
    INFO(one.text_or("name", ""));
    CHECK_FALSE(parse(input(one)));
  }
}

TEST_CASE("What others have written is read in spite of its characters", "[json]") {
  const Value cases = vectors("lenient.json");
  CHECK(cases.items().size() >= 30);
  for (const Value& one : cases.items()) {
    INFO(one.text_or("name", ""));
    CHECK_FALSE(parse(input(one)));
    const auto value = parse_leniently(input(one));
    REQUIRE(value);
    CHECK(dump(*value) == one.text_or("read", ""));
  }
}

TEST_CASE("Grammar is grammar for the lenient reader too", "[json]") {
  const Value rejected = vectors("rejected.json");
  for (const Value& one : rejected.items()) {
    INFO(one.text_or("name", ""));
    CHECK_FALSE(parse_leniently(input(one)));
  }
  const Value accepted = vectors("accepted.json");
  for (const Value& one : accepted.items()) {
    INFO(one.text_or("name", ""));
    CHECK(dump(*parse_leniently(input(one))) == dump(*parse(input(one))));
  }
}

TEST_CASE("Depth is refused before it can hurt", "[json]") {
  for (const std::size_t depth : {65UL, 10'000UL, 1'000'000UL}) {
    CHECK_FALSE(parse(std::string(depth, '[')));
    CHECK_FALSE(parse(std::string(depth, '[') + std::string(depth, ']')));
  }
}

TEST_CASE("A million members cost no more than the first thousand", "[json]") {
  std::string text = "{";
  for (int i = 0; i < 1'000'000; ++i)
    text += "\"" + std::to_string(i) + "\":0,";
  CHECK_FALSE(parse(text));
}

TEST_CASE("Ordinary numbers are read exactly and written so that they come back", "[json]") {
  const Value cases = vectors("numbers.json");
  for (const Value& one : cases.items()) {
    INFO(one.text_or("text", ""));
    const auto value = parse(one.find("text")->text());
    REQUIRE(value);
    CHECK(bits_of(*value->number()) == one.text_or("bits", ""));
    CHECK(bits_of(*parse(dump(*value))->number()) == one.text_or("bits", ""));
  }
}

TEST_CASE("Whole numbers are exact in both directions", "[json]") {
  for (const std::int64_t whole :
       {std::int64_t{0}, std::int64_t{-1}, std::int64_t{1} << 53, (std::int64_t{1} << 53) + 1,
        std::numeric_limits<std::int64_t>::max()}) {
    const std::string text = std::to_string(whole);
    CHECK(dump(Value(whole)) == text);
    CHECK(parse(text)->integer() == whole);
  }
  CHECK(dump(*parse("1.0")) == "1");
  CHECK(dump(*parse("-0")) == "0");
  CHECK_FALSE(parse("0.5")->integer());
  CHECK(dump(Value(1.8e12)) == "1800000000000");
}

TEST_CASE("What JSON cannot say is written as null or U+FFFD", "[json]") {
  CHECK(dump(Value(std::numeric_limits<double>::infinity())) == "null");
  CHECK(dump(Value(std::numeric_limits<double>::quiet_NaN())) == "null");
  CHECK(dump(Value(std::string("a\xff\xed\xa0\x80z"))) == "\"a\uFFFD\uFFFD\uFFFD\uFFFDz\"");
  CHECK(dump(Value(std::string("\0\x1f\n\"\\/", 6))) == R"("\u0000\u001f\n\"\\/")");
}

TEST_CASE("A value is asked for what it holds, and says so", "[json]") {
  Value value = Value::object();
  value.set("text", "t").set("number", 2.5).set("flag", true).set("list", Value().push(1).push({}));
  CHECK(value.text_or("text", "-") == "t");
  CHECK(value.text_or("number", "-") == "-");
  CHECK(value.number_or("number", 0) == 2.5);
  CHECK(value.bool_or("flag", false));
  CHECK(value.bool_or("text", false) == false);
  CHECK(value.find("list")->items().size() == 2);
  CHECK(value.find("none") == nullptr);
  value.set("text", Value());
  CHECK(dump(value) == R"({"text":null,"number":2.5,"flag":true,"list":[1,null]})");
}

TEST_CASE("200,000 damaged texts are read or refused, and nothing else happens", "[json]") {
  const Value cases = vectors("accepted.json");
  hufu::test::Dice dice(13);
  int read = 0;
  for (int i = 0; i < 200'000; ++i) {
    const auto which = dice.roll(static_cast<std::uint32_t>(cases.items().size()));
    std::string text = input(cases.items()[which]).substr(0, 200);
    for (std::uint32_t hits = 1 + dice.roll(3); hits > 0 && !text.empty(); --hits) {
      const std::size_t at = dice.roll(static_cast<std::uint32_t>(text.size()));
      const std::string_view likely = "[]{}\",:\\0eE-u";
      if (dice.one_in(3)) {
        text.erase(at, 1 + dice.roll(4));
      } else if (dice.one_in(2)) {
        text[at] = likely[dice.roll(13)];
      } else {
        text[at] = static_cast<char>(dice.roll(256));
      }
    }
    const auto value = parse(text);
    if (!value) continue;
    ++read;
    REQUIRE(parse(dump(*value)));
  }
  CHECK(read > 1'000);
}
