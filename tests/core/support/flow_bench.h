// A loop with nobody behind it, and flows to run on it: for the tests of the engine.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "flow/host.h"
#include "flow/loop.h"
#include "flow/single_flight.h"
#include "flow/task.h"

namespace hufu::test {

using flow::attempt;
using flow::Deserted;
using flow::Host;
using flow::Lease;
using flow::Loop;
using flow::Outbox;
using flow::Outgoing;
using flow::SingleFlight;
using flow::Task;

struct Ended final : flow::Continuation {
  int times = 0;
  void on_finished() override { ++times; }
};

inline int number_of(const Value& value) { return static_cast<int>(value.number().value_or(-1)); }

// Counts what is alive, to see when a frame is freed.
struct Alive {
  explicit Alive(int& count) : count_(&count) { ++*count_; }
  Alive(Alive&& other) noexcept : count_(other.count_) { ++*count_; }
  ~Alive() { --*count_; }
  int* count_;
};

struct Bench {
  Outbox outbox;
  std::deque<Outgoing> out;
  Loop loop{outbox};
  Host host{loop};
  std::vector<std::string> order;
  int alive = 0;

  // What the loop has said since, in order.
  void listen() {
    while (std::optional<Outgoing> one = outbox.take())
      out.push_back(*std::move(one));
  }
  int cancelled() {
    listen();
    int found = 0;
    for (const Outgoing& each : out)
      found += each.kind == Outgoing::Kind::cancel;
    return found;
  }
  EffectId last(std::string_view kind) {
    listen();
    EffectId id{};
    for (const Outgoing& each : out) {
      if (each.body.text_or("kind", "") == kind) id = EffectId{each.id};
    }
    return id;
  }
  int asked(std::string_view kind) {
    listen();
    int found = 0;
    for (const Outgoing& each : out)
      found += each.body.text_or("kind", "") == kind;
    return found;
  }
  void answer(EffectId id, Value with = Value::object()) {
    loop.resolve(id, std::move(with));
    loop.drain();
  }
  static Value failure(std::string_view code) { return Value::object().set("error", code); }

  Task<Value> step(bool fails) {
    Alive here(alive);
    co_await host.timer.sleep(1);
    if (fails) co_return Errc::network;
    co_return Value(7);
  }
  static flow::Ask http() {
    return flow::Ask::make(Value::object().set("kind", "http"), flow::Expected::reply, true);
  }
  Task<Value> ask_server() {
    flow::Answer answer = co_await http();
    if (!answer) co_return answer->fault;
    co_return Value(answer->status);
  }
  Task<Value> middle(bool fails) {
    Alive here(alive);
    Value got = co_await step(fails);
    order.push_back("middle went on");
    co_return Value(number_of(got) + 1);
  }
  Task<Value> outer(bool fails) {
    Tried<Value> got = co_await attempt(middle(fails));
    order.push_back("alive " + std::to_string(alive));
    if (!got) co_return Value(0);
    co_return *got;
  }
  Task<Value> hold_lock(bool fails) {
    Tried<Lease> lease = co_await host.locks.try_lock("l", 10);
    co_await host.timer.sleep(1);
    if (fails) co_return Errc::network;
    co_return Value(1);
  }
  Task<Value> look_after_lock() {
    Tried<Value> got = co_await attempt(hold_lock(true));
    order.push_back("unlocked " + std::to_string(asked("unlock")));
    co_return Value(got ? 1 : 0);
  }
  Task<Value> failing_sleep_in_lock() {
    Tried<Lease> lease = co_await host.locks.try_lock("l", 10);
    co_await host.timer.sleep(1);
    co_return Value(1);
  }
  Task<Value> join(SingleFlight<Value>& flight) {
    Value got = co_await flight.join();
    co_return got;
  }
  Task<Value> poll(int times) {
    for (int i = 0; i < times; ++i)
      co_await host.timer.sleep(1);
    co_return Value(times);
  }
  Task<Value> count_down(int depth) {
    if (depth == 0) co_return Value(0);
    Value below = co_await count_down(depth - 1);
    co_return Value(number_of(below) + 1);
  }
};

}  // namespace hufu::test
