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
  void answer(EffectId id, json::Value with = json::Value::object()) {
    loop.resolve(id, std::move(with));
    loop.drain();
  }
  static json::Value failure(std::string_view code) {
    return json::Value::object().set("error", code);
  }

  Task<int> step(bool fails) {
    Alive here(alive);
    co_await host.timer.sleep(1);
    if (fails) co_return Errc::network;
    co_return 7;
  }
  flow::PendingEffect http() {
    return {loop, json::Value::object().set("kind", "http"), flow::Expected::reply,
            flow::PendingEffect::OnFailure::give_back};
  }
  Task<int> ask_server() {
    flow::Answer answer = co_await http();
    if (!answer) co_return *answer.error;
    co_return answer.status;
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
    Result<Lease> lease = co_await host.locks.try_lock("l", 10);
    co_await host.timer.sleep(1);
    if (fails) co_return Errc::network;
    co_return 1;
  }
  Task<int> look_after_lock() {
    Result<int> got = co_await attempt(hold_lock(true));
    order.push_back("unlocked " + std::to_string(asked("unlock")));
    co_return got ? 1 : 0;
  }
  Task<int> failing_sleep_in_lock() {
    Result<Lease> lease = co_await host.locks.try_lock("l", 10);
    co_await host.timer.sleep(1);
    co_return 1;
  }
  Task<int> join(SingleFlight<int>& flight) {
    const int got = co_await flight.join();
    co_return got;
  }
  Task<int> poll(int times) {
    for (int i = 0; i < times; ++i)
      co_await host.timer.sleep(1);
    co_return times;
  }
  Task<int> count_down(int depth) {
    if (depth == 0) co_return 0;
    const int below = co_await count_down(depth - 1);
    co_return below + 1;
  }
};

}  // namespace hufu::test
