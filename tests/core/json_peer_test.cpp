// The core's reader of JSON beside nlohmann-json: same verdict and same value of each of many
// damaged texts, but for what is listed in `Excess` and in the second test.
#include <catch2/catch_test_macros.hpp>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "dice.h"
#include "json_mend.h"
#include "text/base64url.h"
#include "text/json.h"

namespace hufu::test {
namespace {

using json::Limits;
using Peer = nlohmann::json;

constexpr int kUsually = 100'000;
constexpr int kInFull = 10'000'000;

/// What nlohmann-json reads and the core refuses.
struct Excess {
  bool zero_byte = false;  ///< the end of the text, for nlohmann-json
  bool deep = false;       ///< beyond Limits::depth
  bool wide = false;       ///< beyond Limits::members
  bool repeats = false;    ///< a name twice in one object; the lenient reader takes the last, too
};

struct Opinion {
  enum { read, refused, beyond_double } verdict = refused;
  Peer value;
  Excess excess;
};

/// Looks over nlohmann-json's shoulder while it reads.
class Watcher {
 public:
  explicit Watcher(Excess& excess) : excess_(excess) {}

  bool operator()(int, Peer::parse_event_t event, Peer& parsed) {
    using Event = Peer::parse_event_t;
    if (event == Event::object_start || event == Event::array_start) {
      names_.emplace_back();
      if (names_.size() > Limits().depth) excess_.deep = true;
    } else if (event == Event::object_end || event == Event::array_end) {
      names_.pop_back();
    } else if (event == Event::key) {
      if (names_.back().size() == Limits().members) excess_.wide = true;
      if (!names_.back().insert(parsed.get<std::string>()).second) excess_.repeats = true;
    }
    return true;
  }

 private:
  Excess& excess_;
  std::vector<std::set<std::string>> names_;
};

Opinion opinion(const std::string& text) {
  Opinion told;
  told.excess.zero_byte = text.find('\0') != std::string::npos;
  Watcher watcher(told.excess);
  try {
    told.value = Peer::parse(text, std::ref(watcher));
    told.verdict = Opinion::read;
  } catch (const Peer::out_of_range&) {
    told.verdict = Opinion::beyond_double;
  } catch (const Peer::parse_error&) {
    told.verdict = Opinion::refused;
  }
  return told;
}

/// Whether there are more than the 19 digits that the core goes by: it may then be one double off.
bool has_long_numbers(std::string_view text) {
  int digits = 0;
  for (const char letter : text) {
    if (letter == '.') continue;
    digits = letter >= '0' && letter <= '9' ? digits + 1 : 0;
    if (digits > 19) return true;
  }
  return false;
}

bool is_same(const Value& ours, const Peer& theirs, bool has_long) {
  if (theirs.is_object()) {
    if (!ours.is_object() || ours.members().size() != theirs.size()) return false;
    for (const auto& [name, member] : ours.members()) {
      if (!theirs.contains(name.to_std()) || !is_same(member, theirs.at(name.to_std()), has_long))
        return false;
    }
    return true;
  }
  if (theirs.is_array()) {
    if (!ours.is_array() || ours.items().size() != theirs.size()) return false;
    for (std::size_t i = 0; i < theirs.size(); ++i) {
      if (!is_same(ours.items()[i], theirs[i], has_long)) return false;
    }
    return true;
  }
  if (theirs.is_string()) return ours.is_string() && ours.text() == theirs.get<std::string>();
  if (theirs.is_boolean()) return ours.is_bool() && ours.is_true() == theirs.get<bool>();
  if (theirs.is_null()) return ours.is_null();
  if (theirs.is_number_integer() && ours.integer())
    return *ours.integer() == theirs.get<std::int64_t>();
  if (!ours.number()) return false;
  const double exact = theirs.get<double>();
  return ours.number() == exact || (has_long && std::nextafter(*ours.number(), exact) == exact);
}

/// Texts as servers write them, texts that test readers, and what harms both.
class Texts {
 public:
  explicit Texts(std::uint32_t seed) : dice_(seed) {
    for (const char* file : {"accepted", "rejected", "lenient", "numbers"}) {
      std::ifstream stream(HUFU_VECTORS "/json/" + std::string(file) + ".json", std::ios::binary);
      const auto vectors = json::parse(std::string((std::istreambuf_iterator<char>(stream)), {}));
      for (const Value& one : vectors->find("cases")->items())
        originals_.push_back(text_of(one));
    }
    originals_.emplace_back(
        R"({"success":true,"token":"eyJhbGciOiJI.eyJzdWIiOiIx.c2ln","expiresIn":3600,)"
        R"("user":{"id":"u-1","nickname":"小明\ud83d\ude00","avatarUrl":null,"isNew":false}})");
    originals_.emplace_back(
        R"({"access_token":"a","expires_at":1.8e9,"user":{"identities":[{"id":-1}],"x":[]}})");
  }

  std::string damaged() {
    std::string text = one_of(originals_).substr(0, 400);
    for (std::uint32_t wounds = 1 + dice_.roll(2); wounds > 0 && !text.empty(); --wounds) {
      const auto at = static_cast<std::size_t>(dice_.place(text.size()));
      switch (dice_.roll(6)) {
        case 0: text.erase(at, 1 + dice_.roll(4)); break;
        case 1: text[at] = static_cast<char>(dice_.roll(256)); break;
        case 2: text.insert(at, one_of(splinters_)); break;
        case 3: text.insert(at, one_of(originals_).substr(0, 40)); break;
        case 4: text.insert(at, text.substr(at, 1 + dice_.roll(12))); break;
        default: text.replace(at, 1, one_of(splinters_)); break;
      }
    }
    return text;
  }

 private:
  static std::string text_of(const Value& one) {
    const Value* bytes = one.find("bytes");
    return (bytes ? *text::from_base64url(bytes->text()) : one.text_of("text")).to_std();
  }

  const std::string& one_of(const std::vector<std::string>& list) {
    return list[static_cast<std::size_t>(dice_.place(list.size()))];
  }

  Dice dice_;
  std::vector<std::string> originals_;
  const std::vector<std::string> splinters_ = {"[",
                                               "]",
                                               "{",
                                               "}",
                                               "\"",
                                               ",",
                                               ":",
                                               "\\",
                                               "0",
                                               "-",
                                               "e",
                                               "E+",
                                               ".",
                                               "u",
                                               "\\u",
                                               "true",
                                               "null",
                                               " ",
                                               "1e309",
                                               "\n",
                                               "\\ud83d",
                                               "\\ude00",
                                               "\\uD800",
                                               "\\/",
                                               "\xF0\x9F",
                                               "\xED",
                                               "\xC0",
                                               "\x80",
                                               "\x7F",
                                               "\x1F",
                                               "\xEF\xBB\xBF",
                                               "\"a\":1,",
                                               "[[[[",
                                               "18446744073709551616"};
};

TEST_CASE("nlohmann-json reads what the core reads, and nothing more") {
  const int inputs = std::getenv("HUFU_TEST_FULL") == nullptr ? kUsually : kInFull;
  Texts texts(20'261'128);
  int read = 0;
  int mended = 0;
  for (int i = 0; i < inputs; ++i) {
    const std::string text = texts.damaged();
    const bool has_long = has_long_numbers(text);
    INFO(text);
    const auto strict = json::parse(text);
    const auto lenient = json::parse_leniently(text);

    const Opinion peer = opinion(text);
    const Excess& excess = peer.excess;
    const bool is_within = !excess.zero_byte && !excess.deep && !excess.wide;
    const bool is_plain = peer.verdict == Opinion::read && is_within;
    REQUIRE(strict.has_value() == (is_plain && !excess.repeats));
    if (strict) REQUIRE(is_same(*strict, peer.value, has_long));
    if (is_plain) REQUIRE((lenient && is_same(*lenient, peer.value, has_long)));
    read += strict.has_value();
    if (is_plain) continue;

    // Its characters mended, nlohmann-json is asked about the grammar. A number beyond double,
    // which is null for the lenient reader, ends its reading: what it would say of the rest is not
    // known.
    const Opinion again = opinion(mend(text));
    if (again.verdict == Opinion::beyond_double) continue;
    const bool is_mended = again.verdict == Opinion::read && !again.excess.zero_byte &&
                           !again.excess.deep && !again.excess.wide;
    REQUIRE(lenient.has_value() == is_mended);
    if (lenient) REQUIRE(is_same(*lenient, again.value, has_long));
    mended += is_mended;
  }
  CHECK(read > inputs / 20);
  CHECK(mended > inputs / 200);
}

TEST_CASE("What nlohmann-json reads otherwise is known") {
  const auto differs = [](const std::string& text) {
    return opinion(text).verdict == Opinion::read && !json::parse(text);
  };
  CHECK(differs(std::string("[1]\0]", 5)));
  CHECK(differs(std::string(65, '[') + std::string(65, ']')));
  CHECK(differs(R"({"a":1,"a":2})"));
  std::string wide = "{\"0\":0";
  for (std::size_t i = 1; i <= Limits().members; ++i)
    wide += ",\"" + std::to_string(i) + "\":0";
  CHECK(differs(wide + "}"));
  CHECK(opinion("[1e309]").verdict == Opinion::beyond_double);
  CHECK(json::dump(*json::parse_leniently("[1e309]")) == "[null]");
}

}  // namespace
}  // namespace hufu::test
