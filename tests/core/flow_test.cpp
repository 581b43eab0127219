// The engine: how flows end, what they give back, and that the stack stays flat.
#include <catch2/catch_test_macros.hpp>
#include <deque>
#include <tuple>

#include "flow/host.h"
#include "flow/loop.h"
#include "flow/single_flight.h"
#include "flow/task.h"

namespace hufu::test {
namespace {

using flow::attempt;
using flow::Deserted;
using flow::Host;
using flow::Lease;
using flow::Loop;
using flow::SingleFlight;
using flow::Task;

struct Ended final : flow::Continuation {
  int times = 0;
  void on_finished() override { ++times; }
};

// Counts what is alive, to see when a frame is freed.
struct Alive {
  explicit Alive(int& count) : count_(&count) { ++*count_; }
  Alive(Alive&& other) noexcept : count_(other.count_) { ++*count_; }
  ~Alive() { --*count_; }
  int* count_;
};

struct Bench {
  std::deque<Message> out;
  Loop loop{out};
  Host host{loop};
  std::vector<std::string> order;
  int alive = 0;

  template <class M>
  int count() const {
    int found = 0;
    for (const Message& each : out)
      found += std::holds_alternative<M>(each);
    return found;
  }
  template <class E>
  EffectId last() const {
    EffectId id{};
    for (const Message& each : out) {
      const auto* message = std::get_if<EffectMessage>(&each);
      if (message != nullptr && std::holds_alternative<E>(message->effect)) id = message->id;
    }
    return id;
  }
  template <class E>
  int asked() const {
    int found = 0;
    for (const Message& each : out) {
      const auto* message = std::get_if<EffectMessage>(&each);
      found += message != nullptr && std::holds_alternative<E>(message->effect);
    }
    return found;
  }
  void answer(EffectId id, Answer with) {
    loop.resolve(id, std::move(with));
    loop.drain();
  }

  Task<int> step(bool fails) {
    Alive here(alive);
    co_await host.sleep(1);
    if (fails) co_return Errc::network;
    co_return 7;
  }
  Task<int> middle(bool fails) {
    Alive here(alive);
    const int got = co_await step(fails);
    order.push_back("middle went on");
    co_return got + 1;
  }
  Task<int> outer(bool fails) {
    Result<int> got = co_await attempt(middle(fails));
    order.push_back("alive " + std::to_string(alive));
    if (!got) co_return 0;
    co_return *got;
  }
  Task<int> hold_lock(bool fails) {
    Result<Lease> lease = co_await host.try_lock("l", 10);
    co_await host.sleep(1);
    if (fails) co_return Errc::network;
    co_return 1;
  }
  Task<int> look_after_lock() {
    Result<int> got = co_await attempt(hold_lock(true));
    order.push_back("unlocked " + std::to_string(asked<UnlockEffect>()));
    co_return got ? 1 : 0;
  }
  Task<int> failing_sleep_in_lock() {
    Result<Lease> lease = co_await host.try_lock("l", 10);
    co_await host.sleep(1);
    co_return 1;
  }
  Task<int> join(SingleFlight<int>& flight) {
    const int got = co_await flight.join();
    co_return got;
  }
  Task<int> poll(int times) {
    for (int i = 0; i < times; ++i)
      co_await host.sleep(1);
    co_return times;
  }
  Task<int> count_down(int depth) {
    if (depth == 0) co_return 0;
    const int below = co_await count_down(depth - 1);
    co_return below + 1;
  }
};

TEST_CASE("A step that fails ends the flow with its error") {
  Bench bench;
  Ended ended;
  Task<int> task = bench.middle(true);
  task.start(bench.loop, ended);
  bench.loop.drain();
  bench.answer(bench.last<SleepEffect>(), DoneAnswer{});
  CHECK(ended.times == 1);
  CHECK(task.take_result().is(Errc::network));
  CHECK(bench.order.empty());
  CHECK(bench.alive == 1);  // the frame of the flow stays until its owner drops it
  task.reset();
  CHECK(bench.alive == 0);
}

TEST_CASE("An attempt frees what it tried before its flow goes on, however that ended") {
  for (const bool fails : {true, false}) {
    Bench bench;
    Ended ended;
    Task<int> task = bench.outer(fails);
    task.start(bench.loop, ended);
    bench.loop.drain();
    bench.answer(bench.last<SleepEffect>(), DoneAnswer{});
    CHECK(ended.times == 1);
    CHECK(bench.order.back() == "alive 0");
    CHECK(task.take_result().value() == (fails ? 0 : 8));
  }
}

TEST_CASE("A host that fails an effect ends the flow; a wrong kind of answer is the host's fault") {
  for (const bool wrong_kind : {true, false}) {
    Bench bench;
    Ended ended;
    Task<int> task = bench.step(false);
    task.start(bench.loop, ended);
    bench.loop.drain();
    const Answer answer =
        wrong_kind ? Answer(LoadAnswer{}) : Answer(FailedAnswer{Errc::timeout, "x"});
    bench.answer(bench.last<SleepEffect>(), answer);
    CHECK(ended.times == 1);
    CHECK(task.take_result().is(wrong_kind ? Errc::host_fault : Errc::timeout));
  }
}

TEST_CASE("A lock is given back when its flow ends early, before anybody looks at the error") {
  Bench bench;
  Ended ended;
  Task<int> task = bench.look_after_lock();
  task.start(bench.loop, ended);
  bench.loop.drain();
  bench.answer(bench.last<LockEffect>(), DoneAnswer{});
  bench.answer(bench.last<SleepEffect>(), DoneAnswer{});
  CHECK(bench.order == std::vector<std::string>{"unlocked 1"});
}

TEST_CASE("A lock is given back when its flow is dropped, or fails at an effect, and only once") {
  for (const bool dropped : {true, false}) {
    Bench bench;
    Ended ended;
    Task<int> task = bench.failing_sleep_in_lock();
    task.start(bench.loop, ended);
    bench.loop.drain();
    const EffectId lock = bench.last<LockEffect>();
    bench.answer(lock, DoneAnswer{});
    if (!dropped) bench.answer(bench.last<SleepEffect>(), FailedAnswer{Errc::network, ""});
    task.reset();
    CHECK(bench.asked<UnlockEffect>() == 1);
    CHECK(bench.count<CancelMessage>() == (dropped ? 1 : 0));
    const auto& unlock = std::get<UnlockEffect>(std::get<EffectMessage>(bench.out.back()).effect);
    CHECK(unlock.lock == lock);
    CHECK(unlock.name == "l");
  }
}

TEST_CASE("A lock that was not had is not given back") {
  Bench bench;
  Ended ended;
  Task<int> task = bench.hold_lock(false);
  task.start(bench.loop, ended);
  bench.loop.drain();
  bench.answer(bench.last<LockEffect>(), FailedAnswer{Errc::lock_timeout, ""});
  bench.answer(bench.last<SleepEffect>(), DoneAnswer{});
  task.reset();
  CHECK(bench.asked<UnlockEffect>() == 0);
}

TEST_CASE(
    "Dropping a flow that waits tells the host to give the effect up; its answer is ignored") {
  Bench bench;
  Ended ended;
  Task<int> task = bench.outer(false);
  task.start(bench.loop, ended);
  bench.loop.drain();
  const EffectId sleep = bench.last<SleepEffect>();
  task.reset();
  REQUIRE(bench.count<CancelMessage>() == 1);
  CHECK(std::get<CancelMessage>(bench.out.back()).id == sleep);
  bench.answer(sleep, DoneAnswer{});
  CHECK(ended.times == 0);
  CHECK(bench.alive == 0);
}

TEST_CASE("Unknown and repeated ids are ignored") {
  Bench bench;
  Ended ended;
  Task<int> task = bench.poll(2);
  task.start(bench.loop, ended);
  bench.loop.drain();
  const EffectId first = bench.last<SleepEffect>();
  bench.answer(EffectId{0}, DoneAnswer{});
  bench.answer(EffectId{4711}, DoneAnswer{});
  bench.answer(first, DoneAnswer{});
  bench.answer(first, DoneAnswer{});
  CHECK(bench.asked<SleepEffect>() == 2);
  CHECK(ended.times == 0);
  bench.answer(bench.last<SleepEffect>(), DoneAnswer{});
  CHECK(ended.times == 1);
}

TEST_CASE("A frame that is destroyed while it is queued is not run") {
  Bench bench;
  Ended ended;
  Task<int> first = bench.step(false);
  Task<int> second = bench.step(false);
  first.start(bench.loop, ended);
  second.start(bench.loop, ended);
  first.reset();
  bench.loop.drain();
  CHECK(bench.asked<SleepEffect>() == 1);
  const EffectId sleep = bench.last<SleepEffect>();
  bench.loop.resolve(sleep, DoneAnswer{});  // queued, not run
  second.reset();
  bench.loop.drain();
  CHECK(ended.times == 0);
  CHECK(bench.alive == 0);
}

TEST_CASE("A loop may go before what is queued in it") {
  Bench bench;
  Ended ended;
  Task<int> task;
  {
    std::deque<Message> out;
    Loop loop(out);
    task = bench.step(false);
    task.start(loop, ended);
  }
  task.reset();
  CHECK(bench.alive == 0);
}

TEST_CASE("200,000 effects in one flow, and 2,000 tasks inside each other, leave the stack flat") {
  Bench bench;
  Ended ended;
  Task<int> task = bench.poll(200'000);
  task.start(bench.loop, ended);
  bench.loop.drain();
  int answered = 0;
  while (ended.times == 0) {
    const EffectId id = std::get<EffectMessage>(bench.out.front()).id;
    bench.out.clear();
    bench.answer(id, DoneAnswer{});
    ++answered;
  }
  CHECK(answered == 200'000);
  Task<int> deep = bench.count_down(2'000);
  deep.start(bench.loop, ended);
  bench.loop.drain();
  CHECK(deep.take_result().value() == 2'000);
}

// ---- single flight ------------------------------------------------------------------------------

struct Flight : Bench {
  explicit Flight(Deserted deserted = Deserted::goes_on)
      : flight(
            loop, [this] { return hold_lock(fails); }, deserted) {}

  Task<int>& ask() {
    tasks.push_back(join(flight));
    tasks.back().start(loop, ended);
    loop.drain();
    return tasks.back();
  }
  void finish() {
    answer(last<LockEffect>(), DoneAnswer{});
    answer(last<SleepEffect>(), DoneAnswer{});
  }

  bool fails = false;
  Ended ended;
  SingleFlight<int> flight;
  std::deque<Task<int>> tasks;
};

TEST_CASE("One run for all who ask meanwhile, one outcome for all, and then a new run") {
  for (const bool fails : {false, true}) {
    Flight bench;
    bench.fails = fails;
    for (int i = 0; i < 10; ++i)
      bench.ask();
    CHECK(bench.asked<LockEffect>() == 1);
    bench.finish();
    CHECK(bench.ended.times == 10);
    for (Task<int>& each : bench.tasks)
      CHECK(static_cast<bool>(each.take_result()) != fails);
    CHECK(bench.asked<UnlockEffect>() == 1);
    bench.ask();
    CHECK(bench.asked<LockEffect>() == 2);
  }
}

TEST_CASE("One who leaves takes nobody down; deserted, a run goes on or stops as it was told") {
  for (const Deserted deserted : {Deserted::goes_on, Deserted::stops}) {
    Flight bench(deserted);
    bench.ask();
    bench.ask();
    bench.tasks.pop_front();
    CHECK(bench.flight.is_flying());
    CHECK(bench.count<CancelMessage>() == 0);
    bench.tasks.pop_front();
    CHECK(bench.flight.is_flying() == (deserted == Deserted::goes_on));
    CHECK(bench.count<CancelMessage>() == (deserted == Deserted::goes_on ? 0 : 1));
    bench.ask();
    bench.finish();
    CHECK(bench.ended.times == 1);
  }
}

TEST_CASE("An aborted run gives its lock back and its error to all; the next one starts afresh") {
  Flight bench;
  bench.ask();
  bench.ask();
  bench.answer(bench.last<LockEffect>(), DoneAnswer{});
  bench.flight.abort(Error{Errc::signed_out, "", 0, 0});
  bench.loop.drain();
  CHECK(bench.ended.times == 2);
  for (Task<int>& each : bench.tasks)
    CHECK(each.take_result().is(Errc::signed_out));
  CHECK(bench.asked<UnlockEffect>() == 1);
  CHECK(bench.count<CancelMessage>() == 1);
  bench.flight.abort(Error{Errc::signed_out, "", 0, 0});
  bench.ask();
  bench.finish();
  CHECK(bench.ended.times == 3);
  CHECK(bench.tasks.back().take_result().value() == 1);
}

TEST_CASE(
    "A run that has ended but was not yet taken down is not joined: who comes then starts anew") {
  Flight bench;
  bench.ask();
  bench.answer(bench.last<LockEffect>(), DoneAnswer{});
  Task<int> late = bench.join(bench.flight);
  bench.loop.resolve(bench.last<SleepEffect>(), DoneAnswer{});  // the run is queued …
  late.start(bench.loop, bench.ended);                          // … and the late one behind it
  bench.loop.drain();
  CHECK(bench.ended.times == 1);
  CHECK(bench.asked<LockEffect>() == 2);
  bench.finish();
  CHECK(bench.ended.times == 2);
  CHECK(late.take_result().value() == 1);
}

TEST_CASE("Aborting a run that has ended and is about to be taken down tells each waiter once") {
  Flight bench;
  bench.ask();
  bench.answer(bench.last<LockEffect>(), DoneAnswer{});
  struct Abort final : flow::Job {
    explicit Abort(Flight& at) : bench(at) {}
    void run() override { bench.flight.abort(Error{Errc::signed_out, "", 0, 0}); }
    Flight& bench;
  } abort(bench);
  bench.loop.resolve(bench.last<SleepEffect>(), DoneAnswer{});
  bench.loop.schedule(abort);
  bench.loop.drain();
  CHECK(bench.ended.times == 1);
  CHECK(bench.tasks.back().take_result().is(Errc::signed_out));
}

}  // namespace
}  // namespace hufu::test
