// Task<T>: a step of a flow. Awaiting one that fails ends the awaiting flow with that error.
//
// All that does not depend on T is in the bases: core.wasm holds it once.
#pragma once

#include <cstdlib>
#include <optional>
#include <utility>

#include "catalogue/failure.h"
#include "flow/coroutine.h"
#include "flow/loop.h"
#include "hufu/result.h"

namespace hufu::flow {

/// Somebody who wants to know that a task has ended. Told once, from inside the task's last step:
/// the task must not be destroyed there, only later, from the loop.
class Continuation {
 public:
  virtual void on_finished() = 0;

 protected:
  ~Continuation() = default;
};

/// What all flows have in common, whatever they yield: the part of the frame that others see.
class Flow : public Job {
 public:
  Loop& loop() const { return *loop_; }

  /// End here: the frame stays suspended where it is until its owner destroys it.
  void fail(Error error);

  suspend_always initial_suspend() noexcept { return {}; }

  // The frame outlives its last line, so that its owner can take the result out of it.
  auto final_suspend() noexcept {
    struct Last {
      Flow& flow;
      bool await_ready() noexcept { return false; }
      void await_suspend(coroutine_handle<>) noexcept { flow.finish(); }
      void await_resume() noexcept {}
    };
    return Last{*this};
  }

  void unhandled_exception() noexcept { std::abort(); }  // the core is built without exceptions

 protected:
  enum class State : std::uint8_t { running, done, failed };

  ~Flow() = default;
  void finish();

  coroutine_handle<> frame_{};
  State state_ = State::running;
  Error error_;

 private:
  friend class TaskBase;
  void run() final { frame_.resume(); }

  Loop* loop_ = nullptr;
  Continuation* continuation_ = nullptr;
};

template <class T>
class Task;

template <class T>
class Promise final : public Flow {
 public:
  Task<T> get_return_object();

  void return_value(T value) {
    value_.emplace(std::move(value));
    state_ = State::done;
  }
  void return_value(const Error& error) {
    error_ = error;
    state_ = State::failed;
  }
  void return_value(Errc code) { return_value(failure(code)); }
  void return_value(Result<T> result) {
    if (!result) return return_value(result.error());
    return_value(std::move(result).value());
  }

  T take() { return *std::move(value_); }

 private:
  std::optional<T> value_;
};

/// The owner of a frame.
class TaskBase : private Continuation {
 public:
  explicit operator bool() const { return flow_ != nullptr; }
  bool finished() const { return flow_ != nullptr && flow_->state_ != Flow::State::running; }

  /// Begin to run on `loop`; `continuation` hears of the end.
  void start(Loop& loop, Continuation& continuation);

  /// Drop the frame and everything in it: locks, effects under way.
  void reset();

  // Awaiting it. The task is its own awaiter and sits in the awaiting frame.
  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    wait_in(awaiting.promise());
  }

 protected:
  explicit TaskBase(Flow* flow = nullptr) : flow_(flow) {}
  TaskBase(TaskBase&& other) noexcept : flow_(std::exchange(other.flow_, nullptr)) {}
  TaskBase& operator=(TaskBase&& other) noexcept;
  ~TaskBase() { reset(); }

  Flow& flow() const { return *flow_; }
  bool failed() const { return flow_->state_ == Flow::State::failed; }
  Error& error() const { return flow_->error_; }

 private:
  void wait_in(Flow& awaiting);
  void on_finished() final;

  Flow* flow_;
  Flow* awaiting_ = nullptr;
};

/// Lazy, move-only; whoever owns it may give it up by destroying it, which cancels its effects.
template <class T>
class [[nodiscard]] Task final : public TaskBase {
 public:
  using promise_type = Promise<T>;

  Task() = default;
  explicit Task(Promise<T>& promise) : TaskBase(&promise) {}

  Result<T> take_result() {
    if (failed()) return std::move(error());
    return static_cast<Promise<T>&>(flow()).take();
  }

  T await_resume() {
    T value = static_cast<Promise<T>&>(flow()).take();
    reset();
    return value;
  }
};

template <class T>
Task<T> Promise<T>::get_return_object() {
  frame_ = coroutine_handle<Promise>::from_promise(*this);
  return Task<T>(*this);
}

/// Wakes a flow when what it waits for has ended, however that was.
class Waker : private Continuation {
 protected:
  ~Waker() = default;
  void start(TaskBase& task, Flow& awaiting);

 private:
  void on_finished() final;
  Flow* awaiting_ = nullptr;
};

/// Await a task and look at its error instead of ending with it. The task is freed before the
/// awaiting flow goes on: what it held (a lock) is released, however it ended (decision 0002).
template <class T>
class [[nodiscard]] Attempt final : private Waker {
 public:
  explicit Attempt(Task<T> task) : task_(std::move(task)) {}
  Attempt(Attempt&&) = delete;

  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    start(task_, awaiting.promise());
  }
  Result<T> await_resume() {
    Result<T> result = task_.take_result();
    task_.reset();
    return result;
  }

 private:
  Task<T> task_;
};

template <class T>
Attempt<T> attempt(Task<T> task) {
  return Attempt<T>(std::move(task));
}

}  // namespace hufu::flow
