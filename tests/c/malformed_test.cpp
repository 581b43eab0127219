// Broken texts into every door of the C ABI (C11): no crash, no endless loop, and every message
// that comes out is JSON. The sanitizers of the preset `asan` look on.
#include <catch2/catch_test_macros.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <vector>

#include "dice.h"
#include "hufu.h"
#include "text/json.h"

namespace hufu::test {
namespace {

constexpr int kUsually = 20'000;
constexpr int kInFull = 200'000;
constexpr int kInputsOfOneClient = 50;
constexpr int kLongestRest = 10'000;  // messages; more means that it never comes to rest

Value palette() {
  std::ifstream file(HUFU_VECTORS "/generated/palette.json", std::ios::binary);
  return *json::parse(std::string((std::istreambuf_iterator<char>(file)), {}));
}

class Vandal {
 public:
  Vandal(const Value& palette, std::uint32_t seed) : palette_(palette), dice_(seed) {}

  // One client's life. Gives how many inputs it has had.
  int live() {
    const std::string config = broken(pick("configs"), 8);
    hufu_client* client = hufu_open(config.data(), config.size());
    if (client == nullptr) {
      CHECK(json::parse(hufu_open_error()));
      return 1;
    }
    for (int i = 0; i < kInputsOfOneClient; ++i)
      take_step(client);
    hufu_close(client);
    return kInputsOfOneClient + 1;
  }

 private:
  std::string pick(std::string_view list) {
    const auto& items = palette_.find(list)->items();
    return items[dice_.roll(static_cast<std::uint32_t>(items.size()))].text().to_std();
  }

  // Nothing, or a few bytes of it lost, doubled, swapped or made up; one time in `rarely` as it is.
  std::string broken(std::string text, std::uint32_t rarely) {
    if (!dice_.one_in(rarely)) return text;
    const std::uint32_t wounds = 1 + dice_.roll(4);
    for (std::uint32_t i = 0; i < wounds && !text.empty(); ++i) {
      const auto at = static_cast<std::size_t>(dice_.place(text.size()));
      const std::size_t length = dice_.roll(12);
      switch (dice_.roll(6)) {
        case 0: text.resize(at); break;
        case 1: text.erase(at, length); break;
        case 2: text.insert(at, text.substr(at, length)); break;
        case 3: text[at] = static_cast<char>(dice_.roll(256)); break;
        case 4: text.insert(at, 1, "{}[]\",:\\\0\xff-e9"[dice_.roll(13)]); break;
        default: text.insert(at, std::string(dice_.roll(80), '[')); break;
      }
    }
    return text;
  }

  void take_step(hufu_client* client) {
    now_ += dice_.roll(100'000);
    if (waiting_.empty() || dice_.one_in(3)) {
      const auto& operations = palette_.find("operations")->items();
      const auto& one = operations[dice_.roll(static_cast<std::uint32_t>(operations.size()))];
      const std::string arguments = broken(one.items()[1].text().to_std(), 2);
      hufu_begin(client, one.items()[0].text().c_str(), arguments.data(), arguments.size(), now_,
                 now_);
    } else {
      const auto which = waiting_.begin() + dice_.place(waiting_.size());
      const auto [id, kind] = *which;
      waiting_.erase(which);
      const auto& answers = palette_.find("answers")->find(kind)->items();
      const auto& one = answers[dice_.roll(static_cast<std::uint32_t>(answers.size()))];
      const std::string answer = broken(one.text().to_std(), 2);
      hufu_resolve(client, id, answer.data(), answer.size(), now_, now_);
    }
    drain(client);
  }

  void drain(hufu_client* client) {
    int told = 0;
    while (const char* text = hufu_next(client)) {
      REQUIRE(++told < kLongestRest);
      const auto message = json::parse(text);
      REQUIRE(message);
      const auto id = static_cast<std::uint32_t>(message->number_or("id", 0));
      const std::string kind(message->text_or("kind", ""));
      if (message->text_or("type", "") == "effect" && kind != "unlock")
        waiting_.push_back({id, kind});
      if (message->text_or("type", "") == "cancel") {
        std::erase_if(waiting_, [&](const auto& each) { return each.first == id; });
      }
      if (const Value* fault = message->find("error")) {
        const std::string error = broken(json::dump(*fault).to_std(), 2);
        CHECK(std::string(hufu_message(error.data(), error.size(), "zh")).size() > 1);
      }
    }
  }

  const Value& palette_;
  Dice dice_;
  std::vector<std::pair<std::uint32_t, std::string>> waiting_;
  double now_ = 1.8e12;
};

TEST_CASE("C11: broken texts break nothing") {
  const Value texts = palette();
  const int inputs = std::getenv("HUFU_TEST_FULL") == nullptr ? kUsually : kInFull;
  std::uint32_t seed = 1;
  for (int done = 0; done < inputs; ++seed)
    done += Vandal(texts, seed).live();
}

}  // namespace
}  // namespace hufu::test
