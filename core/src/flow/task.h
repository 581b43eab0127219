// Task<T>: a step of a flow. Awaiting one that fails ends the awaiting flow with that fault.
//
// A flow waits for one thing at a time, and what that is, and what came of it, is in the flow: a
// frame holds no more of an `await` than where to go on. What it yields is a word; `Task<T>` knows
// of which kind.
#pragma once

#include <cstdlib>
#include <utility>

#include "base/fault.h"
#include "flow/answer.h"
#include "flow/ask.h"
#include "flow/coroutine.h"
#include "flow/loop.h"

namespace hufu::flow {

/// Somebody who wants to know that a flow has ended. Told once, from inside its last step: the flow
/// must not be destroyed there, only later, from the loop.
class Continuation {
 public:
  virtual void on_finished() = 0;

 protected:
  ~Continuation() = default;
};

template <class T>
class Task;
/// A task whose fault its flow looks at, instead of ending with it. The task is freed before the
/// flow goes on: what it held (a lock) is released, however it ended (decision 0002).
template <class T>
struct Attempt {
  Task<T> task;
};
class Flight;
/// The run of a `SingleFlight<T>`.
template <class T>
struct Join {
  Flight* flight;
};

/// The part of a frame that others see, and that does not depend on what is yielded.
class Flow : public Job, private Continuation {
 public:
  /// Begin to run on `loop`; `continuation` hears of the end.
  void start(Loop& loop, Continuation& continuation);
  bool has_ended() const { return ended_; }
  /// Frees the frame and everything in it, and gives up what it waits for. The flow may be null.
  HUFU_ONCE static void drop(Flow* flow);

  // What came of it, once it has ended.
  Word take_value() { return std::move(value_); }
  const Fault& fault() const { return fault_; }

  // ---- for what it waits ----

  /// What it has waited for has ended so.
  void go_on(const Word& value, const Fault& fault);
  /// The host has answered.
  void on_answer(const Value& answer);

  HUFU_ONCE void wait_for(Flow* child);
  HUFU_ONCE void try_for(Flow* child);
  HUFU_ONCE void wait_for(Ask ask);
  HUFU_ONCE void wait_for(Flight* flight);
  /// What it has waited for has given.
  HUFU_ONCE Word take();

  template <class T>
  struct Awaited {
    Flow* flow;
    bool await_ready() const noexcept { return false; }
    void await_suspend(coroutine_handle<>) const noexcept {}
    T await_resume() const { return T(flow->take()); }
  };
  template <class T>
  struct AwaitedTry : Awaited<T> {
    Tried<T> await_resume() const {
      T value(this->flow->take());
      if (this->flow->got_fault_) return std::move(this->flow->got_fault_);
      return value;
    }
  };

  template <class T>
  Awaited<T> await_transform(Task<T> task) {
    wait_for(task.release());
    return {this};
  }
  template <class T>
  AwaitedTry<T> await_transform(Attempt<T> attempt) {
    try_for(attempt.task.release());
    return {{this}};
  }
  template <class T>
  Awaited<T> await_transform(Join<T> join) {
    wait_for(join.flight);
    return {this};
  }
  Awaited<Answer> await_transform(Ask ask) {
    wait_for(std::move(ask));
    return {this};
  }
  AwaitedTry<Lease> await_transform(TryLock lock) {
    wait_for(std::move(lock.ask));
    return {{this}};
  }
  /// Other rooms may have more to wait for.
  template <class Other>
  auto await_transform(Other other) -> decltype(other.wait_in(*this)) {
    return other.wait_in(*this);
  }

  // ---- for the compiler ----

  suspend_always initial_suspend() noexcept { return {}; }
  // The frame outlives its last line, so that its owner can take out what it yields.
  auto final_suspend() noexcept {
    struct Last {
      Flow* flow;
      bool await_ready() noexcept { return false; }
      void await_suspend(coroutine_handle<>) noexcept { flow->finish(); }
      void await_resume() noexcept {}
    };
    return Last{this};
  }
  void unhandled_exception() noexcept { std::abort(); }  // the core is built without exceptions

 protected:
  Flow() = default;
  ~Flow() = default;
  HUFU_ONCE void yield(Word value) { value_ = std::move(value); }
  HUFU_ONCE void yield_fault(Fault fault) { fault_ = std::move(fault); }

  coroutine_handle<> frame_{};

 private:
  void run() final { frame_.resume(); }
  void on_finished() final;
  HUFU_ONCE void finish();
  /// End here: the frame stays where it is until its owner drops it.
  void fail(Fault fault);

  Loop* loop_ = nullptr;
  Continuation* continuation_ = nullptr;
  Word value_;
  Fault fault_;
  bool ended_ = false;

  // One of these three it waits for.
  Flow* child_ = nullptr;
  Flight* flight_ = nullptr;
  EffectId effect_{};

  Ask ask_;             ///< Of the effect.
  bool tries_ = false;  ///< The fault of the child is for this flow to look at.
  Word got_;
  Fault got_fault_;
};

template <class T>
class Promise final : public Flow {
 public:
  Task<T> get_return_object();
  void return_value(T value) { yield(std::move(value)); }
  void return_value(Fault fault) { yield_fault(std::move(fault)); }
  void return_value(Tried<T> tried) {
    if (!tried) return yield_fault(tried.fault());
    yield(*std::move(tried));
  }
};

/// Lazy, move-only; whoever owns it may give it up by destroying it, which cancels its effects.
template <class T>
class [[nodiscard]] HUFU_WORD Task {
 public:
  using promise_type = Promise<T>;

  Task() = default;
  explicit Task(Flow* flow) : flow_(flow) {}
  Task(Task&& other) noexcept : flow_(other.release()) {}
  Task& operator=(Task&& other) noexcept {
    Flow::drop(std::exchange(flow_, other.release()));
    return *this;
  }
  ~Task() { Flow::drop(flow_); }

  Flow* release() { return std::exchange(flow_, nullptr); }
  void reset() { Flow::drop(release()); }
  void start(Loop& loop, Continuation& continuation) { flow_->start(loop, continuation); }
  /// Once it has ended.
  Tried<T> take_result() {
    if (flow_->fault()) return flow_->fault();
    return T(flow_->take_value());
  }

 private:
  Flow* flow_ = nullptr;
};

template <class T>
Task<T> Promise<T>::get_return_object() {
  frame_ = coroutine_handle<Promise>::from_promise(*this);
  return Task<T>(this);
}

template <class T>
Attempt<T> attempt(Task<T> task) {
  return {std::move(task)};
}

}  // namespace hufu::flow
