#include "stress.h"

#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include "dice.h"
#include "face/typed.h"
#include "hufu/core.h"
#include "stress_host.h"

namespace hufu::test {
namespace {

constexpr int kStepsOfOneClient = 5'000;
constexpr int kRestEvery = 1'000;
constexpr std::size_t kMostOperations = 40;
constexpr int kLongestRest = 100'000;  // messages; more means that it never comes to rest

class Program {
 public:
  Program(Dice& dice, StressReport& report) : dice_(dice), report_(report), host_(dice) {
    Config config;
    config.base_url = "https://api.example.com";
    config.session = dice.one_in(4) ? SessionSource::borrowed : SessionSource::own;
    config.silent_sign_in = dice.one_in(3);
    config.uptime_counts_suspend = !dice.one_in(3);
    client_ = std::move(Core::open(std::move(config)).value());
  }

  void run(int steps) {
    for (int step = 1; step <= steps && report_.wrong.empty(); ++step) {
      ++report_.steps;
      take_step();
      drain();
      if (step % kRestEvery == 0) rest();
    }
    rest();
    report_.refreshes += host_.refreshes();
    report_.locks += host_.locks();
    report_.hash ^= hash_.value();
  }

 private:
  void take_step() {
    const std::uint32_t what = dice_.roll(100);
    if (what < 35) {
      if (running_.size() < kMostOperations) begin();
    } else if (what < 80) {
      answer(false);
    } else if (what < 84) {
      answer_again(EffectId{dice_.roll(last_effect_ + 2)});
    } else if (what < 92) {
      cancel();
    } else {
      pass_time();
    }
  }

  void begin() {
    ++report_.operations;
    const auto number = dice_.roll(static_cast<std::uint32_t>(std::variant_size_v<Operation>));
    Operation operation = typed::make_operation(number);
    // Keep somebody signed in, and everybody after the one thing that all wait for.
    if (client_->state() == SessionState::signed_out && dice_.one_in(2)) {
      operation = SignInWithWechat();
    } else if (!dice_.one_in(3)) {
      operation = CurrentAccessToken();
    }
    if (auto* fetch = std::get_if<Fetch>(&operation)) {
      fetch->url = dice_.one_in(8) ? "https://elsewhere.example/" : "https://api.example.com/x";
      fetch->replayable = !dice_.one_in(4);
    } else if (auto* sign_in = std::get_if<SignInWithWechat>(&operation)) {
      if (dice_.one_in(2)) sign_in->code = Secret("code");
    }
    const OperationId id = client_->begin(std::move(operation), now_);
    if (!running_.insert(id).second) fail("an operation id is used twice");
  }

  void answer(bool kindly) {
    const EffectId id = host_.pick();
    if (id == EffectId{}) return;
    Answer answer = host_.answer(id, kindly, now_);
    client_->resolve(id, std::move(answer), now_);
    if (dice_.one_in(10)) answer_again(id);
  }

  // What was answered or cancelled already, or was never asked: it has to change nothing.
  void answer_again(EffectId id) {
    drain();
    if (host_.waits(id)) return;
    Answer answer = FailedAnswer{Errc::network, "again"};
    if (dice_.one_in(2)) answer = HttpAnswer{200, {}, "{}"};
    client_->resolve(id, std::move(answer), now_);
    if (client_->next()) fail("an answer that nobody waits for had an effect");
  }

  void cancel() {
    if (running_.empty()) return;
    const auto which = std::next(running_.begin(), dice_.place(running_.size()));
    const OperationId id = *which;
    running_.erase(which);
    ++report_.cancelled;
    client_->cancel(id);
  }

  void pass_time() {
    const Millis step = dice_.roll(400'000);
    if (!dice_.one_in(4)) now_.uptime.ms += step;
    if (!dice_.one_in(4)) now_.wall.ms += dice_.one_in(5) ? -step : step;
  }

  void drain() {
    while (std::optional<Message> message = client_->next()) {
      std::visit([&](auto& one) { hear(one); }, *message);
    }
  }

  void hear(EffectMessage& asked) {
    last_effect_ = std::max(last_effect_, static_cast<std::uint32_t>(asked.id));
    hash_.add(name(asked.effect));
    if (const std::string wrong = host_.take(asked); !wrong.empty()) fail(wrong);
  }
  void hear(CancelMessage& message) {
    hash_.add(std::string_view("cancel"));
    host_.cancel(message.id);
  }
  void hear(DoneMessage& done) {
    hash_.add(done.outcome ? std::string_view("value") : describe(done.outcome.error().code).name);
    if (running_.erase(done.operation) == 0) fail("an operation ended twice, or after its cancel");
  }
  void hear(EventMessage& message) { hash_.add(name(message.event.kind)); }

  // Answer everything kindly until nothing waits; then nothing may be left.
  void rest() {
    for (int i = 0; !host_.idle() && i < kLongestRest && report_.wrong.empty(); ++i) {
      answer(true);
      drain();
    }
    if (!host_.idle()) fail("effects are left");
    if (!running_.empty()) fail("operations are left");
    if (host_.locked()) fail("the lock is left");
  }

  void fail(const std::string& what) {
    if (report_.wrong.empty()) report_.wrong = what + " at step " + std::to_string(report_.steps);
  }

  Dice& dice_;
  StressReport& report_;
  StressHost host_;
  std::unique_ptr<Core> client_;
  std::set<OperationId> running_;
  std::uint32_t last_effect_ = 0;
  Hash hash_;
  Now now_{WallTime{1.8e12}, Uptime{5e6}};
};

}  // namespace

StressReport run_stress(std::uint32_t seed, int steps) {
  StressReport report;
  Dice dice(seed);
  while (report.steps < steps && report.wrong.empty()) {
    Program(dice, report).run(std::min(kStepsOfOneClient, steps - report.steps));
  }
  return report;
}

}  // namespace hufu::test
