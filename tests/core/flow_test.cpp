// The engine: how flows end, what they give back, and that the stack stays flat.
#include <catch2/catch_test_macros.hpp>

#include "flow_bench.h"
#include "text/json.h"

namespace hufu::test {
namespace {

TEST_CASE("A step that fails ends the flow with its error") {
  Bench bench;
  Ended ended;
  Task<Value> task = bench.middle(true);
  task.start(bench.loop, ended);
  bench.loop.drain();
  bench.answer(bench.last("sleep"));
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
    Task<Value> task = bench.outer(fails);
    task.start(bench.loop, ended);
    bench.loop.drain();
    bench.answer(bench.last("sleep"));
    CHECK(ended.times == 1);
    CHECK(bench.order.back() == "alive 0");
    CHECK(number_of(*task.take_result()) == (fails ? 0 : 8));
  }
}

TEST_CASE("A host that fails an effect ends the flow that cannot go on without it") {
  Bench bench;
  Ended ended;
  Task<Value> task = bench.step(false);
  task.start(bench.loop, ended);
  bench.loop.drain();
  bench.answer(bench.last("sleep"), Bench::failure("timeout"));
  CHECK(ended.times == 1);
  CHECK(task.take_result().is(Errc::timeout));
}

TEST_CASE("An answer that lacks what it must have is the host's fault") {
  const Value text("GET");
  for (const Value& wrong :
       {Value(), Value::object(), Value::object().set("status", "200"),
        Value::object().set("status", 1000), Value::object().set("status", -1),
        Value::object().set("status", 200).set("headers", text),
        Value::object().set("status", 200).set("headers", Value::array().push(text)),
        Value::object().set("status", 200).set("body", 1)}) {
    Bench bench;
    Ended ended;
    Task<Value> task = bench.ask_server();
    task.start(bench.loop, ended);
    bench.loop.drain();
    bench.answer(bench.last("http"), wrong);
    INFO(json::dump(wrong).c_str());
    CHECK(ended.times == 1);
    CHECK(task.take_result().is(Errc::host_fault));
  }
}

TEST_CASE("A lock is given back when its flow ends early, before anybody looks at the error") {
  Bench bench;
  Ended ended;
  Task<Value> task = bench.look_after_lock();
  task.start(bench.loop, ended);
  bench.loop.drain();
  bench.answer(bench.last("lock"));
  bench.answer(bench.last("sleep"));
  CHECK(bench.order == std::vector<std::string>{"unlocked 1"});
}

TEST_CASE("A lock is given back when its flow is dropped, or fails at an effect, and only once") {
  for (const bool dropped : {true, false}) {
    Bench bench;
    Ended ended;
    Task<Value> task = bench.failing_sleep_in_lock();
    task.start(bench.loop, ended);
    bench.loop.drain();
    const EffectId lock = bench.last("lock");
    bench.answer(lock);
    if (!dropped) bench.answer(bench.last("sleep"), Bench::failure("network"));
    task.reset();
    CHECK(bench.asked("unlock") == 1);
    CHECK(bench.cancelled() == (dropped ? 1 : 0));
    const Value& unlock = bench.out.back().body;
    CHECK(unlock.number_or("lock", 0) == static_cast<double>(lock));
    CHECK(unlock.text_or("name", "") == "l");
  }
}

TEST_CASE("A lock that was not had is not given back") {
  Bench bench;
  Ended ended;
  Task<Value> task = bench.hold_lock(false);
  task.start(bench.loop, ended);
  bench.loop.drain();
  bench.answer(bench.last("lock"), Bench::failure("lock_timeout"));
  bench.answer(bench.last("sleep"));
  task.reset();
  CHECK(bench.asked("unlock") == 0);
}

TEST_CASE(
    "Dropping a flow that waits tells the host to give the effect up; its answer is ignored") {
  Bench bench;
  Ended ended;
  Task<Value> task = bench.outer(false);
  task.start(bench.loop, ended);
  bench.loop.drain();
  const EffectId sleep = bench.last("sleep");
  task.reset();
  REQUIRE(bench.cancelled() == 1);
  CHECK(EffectId{bench.out.back().id} == sleep);
  bench.answer(sleep);
  CHECK(ended.times == 0);
  CHECK(bench.alive == 0);
}

TEST_CASE("Unknown and repeated ids are ignored") {
  Bench bench;
  Ended ended;
  Task<Value> task = bench.poll(2);
  task.start(bench.loop, ended);
  bench.loop.drain();
  const EffectId first = bench.last("sleep");
  bench.answer(EffectId{0});
  bench.answer(EffectId{4711});
  bench.answer(first);
  bench.answer(first);
  CHECK(bench.asked("sleep") == 2);
  CHECK(ended.times == 0);
  bench.answer(bench.last("sleep"));
  CHECK(ended.times == 1);
}

TEST_CASE("A frame that is destroyed while it is queued is not run") {
  Bench bench;
  Ended ended;
  Task<Value> first = bench.step(false);
  Task<Value> second = bench.step(false);
  first.start(bench.loop, ended);
  second.start(bench.loop, ended);
  first.reset();
  bench.loop.drain();
  CHECK(bench.asked("sleep") == 1);
  const EffectId sleep = bench.last("sleep");
  bench.loop.resolve(sleep, Value::object());  // queued, not run
  second.reset();
  bench.loop.drain();
  CHECK(ended.times == 0);
  CHECK(bench.alive == 0);
}

TEST_CASE("A loop may go before what is queued in it") {
  Bench bench;
  Ended ended;
  Task<Value> task;
  {
    Outbox outbox;
    Loop loop(outbox);
    task = bench.step(false);
    task.start(loop, ended);
  }
  task.reset();
  CHECK(bench.alive == 0);
}

TEST_CASE("200,000 effects in one flow, and 2,000 tasks inside each other, leave the stack flat") {
  Bench bench;
  Ended ended;
  Task<Value> task = bench.poll(200'000);
  task.start(bench.loop, ended);
  bench.loop.drain();
  int answered = 0;
  while (ended.times == 0) {
    bench.listen();
    const EffectId id{bench.out.front().id};
    bench.out.clear();
    bench.answer(id);
    ++answered;
  }
  CHECK(answered == 200'000);
  Task<Value> deep = bench.count_down(2'000);
  deep.start(bench.loop, ended);
  bench.loop.drain();
  CHECK(number_of(*deep.take_result()) == 2'000);
}

}  // namespace
}  // namespace hufu::test
