// One run for all who ask meanwhile: who joins, who leaves, who is told what.
#include <catch2/catch_test_macros.hpp>

#include "flow_bench.h"

namespace hufu::test {
namespace {

struct Flight : Bench {
  explicit Flight(Deserted deserted = Deserted::goes_on)
      : flight(this, SingleFlight<Value>::run_of<Flight, &Flight::run>, deserted) {}

  Task<Value> run() { return hold_lock(fails); }

  Task<Value>& ask() {
    tasks.push_back(join(flight));
    tasks.back().start(loop, ended);
    loop.drain();
    return tasks.back();
  }
  void finish() {
    answer(last("lock"));
    answer(last("sleep"));
  }

  bool fails = false;
  Ended ended;
  SingleFlight<Value> flight;
  std::deque<Task<Value>> tasks;
};

TEST_CASE("One run for all who ask meanwhile, one outcome for all, and then a new run") {
  for (const bool fails : {false, true}) {
    Flight bench;
    bench.fails = fails;
    for (int i = 0; i < 10; ++i)
      bench.ask();
    CHECK(bench.asked("lock") == 1);
    bench.finish();
    CHECK(bench.ended.times == 10);
    for (Task<Value>& each : bench.tasks)
      CHECK(static_cast<bool>(each.take_result()) != fails);
    CHECK(bench.asked("unlock") == 1);
    bench.ask();
    CHECK(bench.asked("lock") == 2);
  }
}

TEST_CASE("One who leaves takes nobody down; deserted, a run goes on or stops as it was told") {
  for (const Deserted deserted : {Deserted::goes_on, Deserted::stops}) {
    Flight bench(deserted);
    bench.ask();
    bench.ask();
    bench.tasks.pop_front();
    CHECK(bench.flight.is_flying());
    CHECK(bench.cancelled() == 0);
    bench.tasks.pop_front();
    CHECK(bench.flight.is_flying() == (deserted == Deserted::goes_on));
    CHECK(bench.cancelled() == (deserted == Deserted::goes_on ? 0 : 1));
    bench.ask();
    bench.finish();
    CHECK(bench.ended.times == 1);
  }
}

TEST_CASE("An aborted run gives its lock back and its error to all; the next one starts afresh") {
  Flight bench;
  bench.ask();
  bench.ask();
  bench.answer(bench.last("lock"));
  bench.flight.abort(hufu::Fault(Errc::signed_out));
  bench.loop.drain();
  CHECK(bench.ended.times == 2);
  for (Task<Value>& each : bench.tasks)
    CHECK(each.take_result().is(Errc::signed_out));
  CHECK(bench.asked("unlock") == 1);
  CHECK(bench.cancelled() == 1);
  bench.flight.abort(hufu::Fault(Errc::signed_out));
  bench.ask();
  bench.finish();
  CHECK(bench.ended.times == 3);
  CHECK(number_of(*bench.tasks.back().take_result()) == 1);
}

TEST_CASE(
    "A run that has ended but was not yet taken down is not joined: who comes then starts anew") {
  Flight bench;
  bench.ask();
  bench.answer(bench.last("lock"));
  Task<Value> late = bench.join(bench.flight);
  bench.loop.resolve(bench.last("sleep"), Value::object());  // the run is queued …
  late.start(bench.loop, bench.ended);                       // … and the late one behind it
  bench.loop.drain();
  CHECK(bench.ended.times == 1);
  CHECK(bench.asked("lock") == 2);
  bench.finish();
  CHECK(bench.ended.times == 2);
  CHECK(number_of(*late.take_result()) == 1);
}

TEST_CASE("Aborting a run that has ended and is about to be taken down tells each waiter once") {
  Flight bench;
  bench.ask();
  bench.answer(bench.last("lock"));
  struct Abort final : flow::Job {
    explicit Abort(Flight& at) : bench(at) {}
    void run() override { bench.flight.abort(hufu::Fault(Errc::signed_out)); }
    Flight& bench;
  } abort(bench);
  bench.loop.resolve(bench.last("sleep"), Value::object());
  bench.loop.schedule(abort);
  bench.loop.drain();
  CHECK(bench.ended.times == 1);
  CHECK(bench.tasks.back().take_result().is(Errc::signed_out));
}

}  // namespace
}  // namespace hufu::test
