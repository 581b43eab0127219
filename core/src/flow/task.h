// Task<T>: a step of a flow. Awaiting one that fails ends the awaiting flow with that error.
#pragma once

#include <cstdlib>
#include <optional>
#include <utility>

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

/// What all flows have in common, whatever they yield.
class Flow : public Job {
 public:
  Loop& loop() const { return *loop_; }

  /// End here: the frame stays suspended where it is until its owner destroys it.
  virtual void fail(Error error) = 0;

 protected:
  ~Flow() = default;

  void finished() const {
    if (continuation_ != nullptr) continuation_->on_finished();
  }

 private:
  template <class>
  friend class Task;
  Loop* loop_ = nullptr;
  Continuation* continuation_ = nullptr;
};

template <class T>
class Task;

template <class T>
class Promise final : public Flow {
 public:
  Task<T> get_return_object();
  suspend_always initial_suspend() noexcept { return {}; }

  // The frame outlives its last line, so that its owner can take the result out of it.
  auto final_suspend() noexcept {
    struct Last {
      bool await_ready() noexcept { return false; }
      void await_suspend(coroutine_handle<Promise> handle) noexcept { handle.promise().finished(); }
      void await_resume() noexcept {}
    };
    return Last{};
  }

  void return_value(Result<T> result) { result_.emplace(std::move(result)); }
  void unhandled_exception() noexcept { std::abort(); }  // the core is built without exceptions

  void run() override { coroutine_handle<Promise>::from_promise(*this).resume(); }

  void fail(Error error) override {
    result_.emplace(std::move(error));
    finished();
  }

  std::optional<Result<T>>& result() { return result_; }

 private:
  std::optional<Result<T>> result_;
};

/// Lazy, move-only; whoever owns it may give it up by destroying it, which cancels its effects.
template <class T>
class [[nodiscard]] Task final : private Continuation {
 public:
  using promise_type = Promise<T>;

  Task() = default;
  explicit Task(coroutine_handle<Promise<T>> frame) : frame_(frame) {}
  Task(Task&& other) noexcept : frame_(std::exchange(other.frame_, nullptr)) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      reset();
      frame_ = std::exchange(other.frame_, nullptr);
    }
    return *this;
  }
  ~Task() { reset(); }

  /// Begin to run on `loop`; `continuation` hears of the end.
  void start(Loop& loop, Continuation& continuation) {
    Promise<T>& promise = frame_.promise();
    promise.loop_ = &loop;
    promise.continuation_ = &continuation;
    loop.schedule(promise);
  }

  explicit operator bool() const { return static_cast<bool>(frame_); }
  bool finished() const { return frame_ && frame_.promise().result().has_value(); }
  Result<T> take_result() { return *std::move(frame_.promise().result()); }

  /// Drop the frame and everything in it: locks, effects under way.
  void reset() {
    if (frame_) std::exchange(frame_, nullptr).destroy();
  }

  // Awaiting it. The task is its own awaiter and sits in the awaiting frame.
  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    awaiting_ = &awaiting.promise();
    start(awaiting_->loop(), *this);
  }
  T await_resume() {
    T value = take_result().value();
    reset();
    return value;
  }

 private:
  void on_finished() override {
    std::optional<Result<T>>& result = frame_.promise().result();
    if (*result) {
      awaiting_->loop().schedule(*awaiting_);
    } else {
      awaiting_->fail(result->error());
    }
  }

  coroutine_handle<Promise<T>> frame_{};
  Flow* awaiting_ = nullptr;
};

template <class T>
Task<T> Promise<T>::get_return_object() {
  return Task<T>(coroutine_handle<Promise>::from_promise(*this));
}

/// Await a task and look at its error instead of ending with it. The task is freed before the
/// awaiting flow goes on: what it held (a lock) is released, however it ended (core.md 1.2).
template <class T>
class [[nodiscard]] Attempt final : private Continuation {
 public:
  explicit Attempt(Task<T> task) : task_(std::move(task)) {}
  Attempt(Attempt&&) = delete;

  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    awaiting_ = &awaiting.promise();
    task_.start(awaiting_->loop(), *this);
  }
  Result<T> await_resume() {
    Result<T> result = task_.take_result();
    task_.reset();
    return result;
  }

 private:
  void on_finished() override { awaiting_->loop().schedule(*awaiting_); }

  Task<T> task_;
  Flow* awaiting_ = nullptr;
};

template <class T>
Attempt<T> attempt(Task<T> task) {
  return Attempt<T>(std::move(task));
}

}  // namespace hufu::flow
