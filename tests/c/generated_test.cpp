// 5,000 generated cases (W1): wasm says the same, byte for byte (wasm/test/generated/program.js).
#include <fstream>
#include <sstream>
#include <vector>

#include <catch2/catch_test_macros.hpp>

#include "dice.h"
#include "hufu.h"
#include "text/json.h"

using hufu::Value;
using hufu::test::Dice;
using hufu::test::Hash;

namespace {

constexpr std::uint32_t kCases = 5'000;
constexpr std::uint32_t kCasesPerHash = 100;
constexpr int kSteps = 40;

Value read(const std::string& file) {
  std::ifstream stream(HUFU_VECTORS "/generated/" + file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return hufu::json::parse(text.str()).value();
}

struct Waiting {
  std::uint32_t id;
  std::string kind;
};

class Program {
 public:
  Program(const Value& palette, std::uint32_t number, Hash& hash)
      : palette_(palette), dice_(number * 2'654'435'761U), hash_(hash) {
    const hufu::Text config = pick("configs").text();
    client_ = hufu_open(config.data(), config.size());
  }
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program() { hufu_close(client_); }

  void run() {
    for (int step = 0; step < kSteps; ++step) {
      take_step(dice_.roll(20));
      drain();
    }
  }

 private:
  const Value& pick(const hufu::List<Value>& list) {
    return list[dice_.roll(static_cast<std::uint32_t>(list.size()))];
  }
  const Value& pick(std::string_view list) { return pick(palette_.find(list)->items()); }

  void take_step(std::uint32_t what) {
    if (what < 6) {
      const hufu::List<Value>& operation = pick("operations").items();
      const hufu::Text arguments = operation[1].text();
      operation_ = hufu_begin(client_, operation[0].text().c_str(), arguments.data(),
                              arguments.size(), wall_ms_, uptime_ms_);
    } else if (what < 16) {
      if (!waiting_.empty()) answer();
    } else if (what == 16) {
      const std::uint32_t back = dice_.roll(3);
      hufu_cancel(client_, operation_ > back ? operation_ - back : 0);
    } else if (what == 17) {
      authorize(pick("urls").text().to_std());
    } else {
      const double passed = *pick("passes").number();
      uptime_ms_ += passed;
      wall_ms_ += dice_.roll(4) == 0 ? -passed : passed;
    }
  }

  void answer() {
    const auto which = waiting_.begin() + dice_.place(waiting_.size());
    const Waiting effect = *which;
    waiting_.erase(which);
    const hufu::Text text = pick(palette_.find("answers")->find(effect.kind)->items()).text();
    hufu_resolve(client_, effect.id, text.data(), text.size(), wall_ms_, uptime_ms_);
  }

  void authorize(const std::string& url) {
    std::string out(4096, '\0');
    const std::int32_t length = hufu_authorize(client_, url.data(), url.size(), wall_ms_,
                                               uptime_ms_, out.data(), out.size());
    if (length < 0) out = length == HUFU_NEEDS_TOKEN ? "needs_token" : "refused";
    if (length >= 0) out.resize(static_cast<std::size_t>(length));
    hash_.add(out);
    hash_.add(std::string_view(hufu_state(client_)));
  }

  void drain() {
    while (const char* text = hufu_next(client_)) {
      hash_.add(std::string_view(text));
      const Value message = hufu::json::parse(text).value();
      const auto id = static_cast<std::uint32_t>(message.number_or("id", 0));
      const std::string kind(message.text_or("kind", ""));
      const std::string_view type = message.text_or("type", "");
      if (type == "effect" && kind != "unlock") waiting_.push_back({id, kind});
      if (type == "cancel") {
        std::erase_if(waiting_, [&](const Waiting& one) { return one.id == id; });
      }
    }
  }

  const Value& palette_;
  Dice dice_;
  Hash& hash_;
  hufu_client* client_;
  std::vector<Waiting> waiting_;
  std::uint32_t operation_ = 0;
  double wall_ms_ = 1.8e12;
  double uptime_ms_ = 5e6;
};

}  // namespace

TEST_CASE("5,000 generated cases are answered as they were recorded", "[generated]") {
  const Value palette = read("palette.json");
  const Value hashes = read("hashes.json");
  REQUIRE(hashes.items().size() == kCases / kCasesPerHash);
  std::uint32_t number = 0;
  for (const Value& wanted : hashes.items()) {
    Hash hash;
    for (std::uint32_t i = 0; i < kCasesPerHash; ++i)
      Program(palette, ++number, hash).run();
    INFO("the hundred up to case " << number);
    CHECK(hash.hex() == wanted.text());
  }
}
