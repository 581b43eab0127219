// The core's own values against those of the standard library: random operations, fixed samples.
#include <catch2/catch_test_macros.hpp>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "allocations.h"
#include "base/fault.h"
#include "base/value.h"
#include "text/json.h"

namespace hufu::test {
namespace {

constexpr unsigned kSteps = 200'000;

class Dice {
 public:
  explicit Dice(unsigned seed) : numbers_(seed) {}
  std::size_t roll(std::size_t sides) { return numbers_() % sides; }
  std::string letters() {
    std::string text(roll(40), 'a');
    for (char& each : text)
      each = static_cast<char>(roll(256));
    return text;
  }

 private:
  std::mt19937 numbers_;
};

TEST_CASE("A text's letters are gone before its memory is") {
  constexpr std::string_view kSecret = "a token of forty letters, that nobody finds";
  const Search search(kSecret);
  {
    const std::string seen(kSecret);
    REQUIRE(seen == kSecret);  // looked at, so that no compiler leaves it out
  }
  REQUIRE(search.freed_with_it() == 1);

  const auto secret = [&] { return Text(kSecret); };
  { const Text dropped = secret(); }
  {
    Text grown = secret();
    grown.append(" and more than there is room for").reserve(1'000);
  }
  {
    Text cleared = secret();
    cleared.clear();
  }
  {
    Text assigned = secret();
    assigned = Text("another");
  }
  {
    Text shared = secret();
    Text changed = shared;
    changed.push_back('x');
  }
  {
    Text shortened = secret();
    while (!shortened.empty())
      shortened.pop_back();
  }
  {
    Value session = Value::object();
    session.set("token", secret()).set("token", Value("next"));
    List<Value> several;
    for (int i = 0; i < 20; ++i)
      several.push_back(Value(secret()));
  }
  { const Fault fault(Errc::host_fault, secret()); }
  CHECK(search.freed_with_it() == 1);
}

TEST_CASE("A text does what std::string does, however it is shared") {
  Dice dice(1);
  std::vector<std::pair<Text, std::string>> all(8);
  for (unsigned step = 0; step < kSteps; ++step) {
    auto& [ours, theirs] = all[dice.roll(all.size())];
    auto& [other, their_other] = all[dice.roll(all.size())];
    switch (dice.roll(10)) {
      case 0: ours = other, theirs = their_other; break;
      case 1: {
        const std::string letters = dice.letters();
        ours += letters, theirs += letters;
        break;
      }
      case 2: {  // of itself, perhaps
        const std::size_t from = dice.roll(their_other.size() + 1);
        ours.append(std::string_view(other).substr(from));
        theirs.append(std::string(their_other.substr(from)));
        break;
      }
      case 3: ours.push_back('x'), theirs.push_back('x'); break;
      case 4:
        if (!theirs.empty()) ours.pop_back(), theirs.pop_back();
        break;
      case 5: ours.clear(), theirs.clear(); break;
      case 6: ours.reserve(dice.roll(200)); break;
      case 7: ours = std::exchange(other, Text()), theirs = std::exchange(their_other, ""); break;
      case 8: {
        const std::string letters = dice.letters();
        ours = std::string_view(letters), theirs = letters;
        break;
      }
      default:
        if (theirs.size() > 300) ours = ours.substr(200), theirs = theirs.substr(200);
    }
    for (const auto& [text, string] : all) {
      if (text != string || text.c_str()[text.size()] != '\0') FAIL("step " << step);
    }
  }
}

TEST_CASE("A list does what std::vector does") {
  Dice dice(2);
  List<Text> ours;
  std::vector<std::string> theirs;
  for (unsigned step = 0; step < kSteps; ++step) {
    const std::size_t at = dice.roll(theirs.size() + 1);
    switch (dice.roll(5)) {
      case 0:
      case 1: {
        const std::string letters = dice.letters();
        ours.push_back(Text(letters)), theirs.push_back(letters);
        break;
      }
      case 2:
        if (at < theirs.size())
          ours.erase(&ours[at]), theirs.erase(theirs.begin() + static_cast<long>(at));
        break;
      case 3:
        if (at < theirs.size()) ours[at] += "y", theirs[at] += "y";
        break;
      default: {
        const List<Text> copy = ours;
        if (at < theirs.size()) ours[at] = "changed", theirs[at] = "changed";
        if (copy.size() != ours.size()) FAIL("step " << step);
      }
    }
    if (theirs.size() > 50) ours.clear(), theirs.clear();
    if (!std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end())) FAIL("step " << step);
  }
}

// A value of the standard library.
struct Plain {
  struct Member;

  std::string text;
  std::vector<Member> members;

  Plain* find(std::string_view key);
};

struct Plain::Member {
  std::string name;
  Plain value;
};

Plain* Plain::find(std::string_view key) {
  for (auto& [name, value] : members) {
    if (name == key) return &value;
  }
  return nullptr;
}

bool same(const Value& ours, const Plain& theirs) {
  if (!theirs.text.empty()) return ours.text() == theirs.text;
  if (ours.members().size() != theirs.members.size()) return false;
  for (std::size_t i = 0; i < theirs.members.size(); ++i) {
    const auto& [key, member] = ours.members()[i];
    if (key != theirs.members[i].name || !same(member, theirs.members[i].value)) return false;
  }
  return true;
}

TEST_CASE("An object that is shared changes for whoever changes it, and for nobody else") {
  Dice dice(3);
  std::vector<std::pair<Value, Plain>> all(6);
  for (unsigned step = 0; step < kSteps; ++step) {
    auto& [ours, theirs] = all[dice.roll(all.size())];
    auto& [other, their_other] = all[dice.roll(all.size())];
    const std::string key(1, static_cast<char>('a' + dice.roll(4)));
    Plain* member = theirs.find(key);
    switch (dice.roll(3)) {
      case 0: ours = other, theirs = Plain(their_other); break;
      case 1: {
        const bool deep =
            theirs.members.size() < 4 && dice.roll(3) == 0 && their_other.members.size() < 3;
        Plain next = deep ? their_other : Plain{key + "!", {}};
        ours.set(key, deep ? other : Value(key + "!"));
        if (member != nullptr) *member = next;
        if (member == nullptr) theirs.members.push_back({key, next});
        break;
      }
      default:
        if (dice.roll(3) == 0 || json::dump(ours).size() > 2'000) ours = Value(), theirs = Plain();
    }
    for (const auto& [value, plain] : all) {
      if (!same(value, plain)) FAIL("step " << step);
    }
  }
}

TEST_CASE("What is empty, true or false needs no memory, and lives for ever") {
  for (int i = 0; i < 3; ++i) {
    const Value no(false);
    const Value yes(true);
    const Value empty("");
    CHECK(no.is_bool());
    CHECK(!no.is_true());
    CHECK(yes.is_true());
    CHECK(empty.is_string());
    CHECK(empty.text().empty());
    CHECK(Value(Text()).is_string());
    CHECK(Value().is_null());
  }
}

struct Watched {
  explicit Watched(int& count) : alive(&count) { ++*alive; }
  Watched(Watched&&) = delete;
  ~Watched() { --*alive; }
  int* alive;
};

TEST_CASE("A thing lives as long as the last who has it") {
  int alive = 0;
  Ref<Watched> first = Ref<Watched>::make(alive);
  Ref<Watched> second = first;
  CHECK(first == second);
  first = nullptr;
  CHECK(alive == 1);
  second = std::move(first);
  CHECK(alive == 0);
}

TEST_CASE("A fault with another detail leaves the first as it was") {
  const Fault first(Errc::timeout, "a");
  const Fault second = first.with_detail("b");
  CHECK(first.detail() == "a");
  CHECK(second.detail() == "b");
  CHECK(second.is(Errc::timeout));
  CHECK(!Fault());
  CHECK(!Fault().is(Errc::timeout));
}

TEST_CASE("A text that is shared moves away when it is changed") {
  Text token("a token of twenty-four letters");
  const char* letters = token.c_str();
  const Text other = token;
  token.push_back('!');  // has moved
  CHECK(other.c_str() == letters);
  CHECK(token.c_str() != letters);
}

}  // namespace
}  // namespace hufu::test
