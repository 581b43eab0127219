// One run for everybody who asks while it runs, with one outcome for all.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "flow/coroutine.h"
#include "flow/loop.h"
#include "flow/task.h"
#include "hufu/result.h"

namespace hufu::flow {

/// What becomes of a run for which nobody waits any more.
enum class Deserted { goes_on, stops };

/// Belongs to the session, not to its first caller: one who gives up does not take it down.
template <class T>
class SingleFlight final : private Continuation, private Job {
 public:
  /// `(owner.*start)()` is the run.
  template <class Owner, Task<T> (Owner::*start)()>
  static Task<T> run_of(void* owner) {
    return (static_cast<Owner*>(owner)->*start)();
  }
  using Start = Task<T> (*)(void* owner);

  SingleFlight(void* owner, Start start, Deserted deserted = Deserted::goes_on)
      : owner_(owner), start_(start), deserted_(deserted) {}

  /// Awaits the run under way, or starts one.
  class [[nodiscard]] Join {
   public:
    explicit Join(SingleFlight& flight) : flight_(flight) {}
    Join(Join&&) = delete;
    ~Join() {
      if (waiting_) flight_.leave(*this);
    }

    bool await_ready() const noexcept { return false; }
    template <class P>
    void await_suspend(coroutine_handle<P> awaiting) {
      awaiting_ = &awaiting.promise();
      waiting_ = true;
      flight_.enter(*this);
    }
    T await_resume() { return *std::move(value_); }

   private:
    friend class SingleFlight;
    void deliver(const Result<T>& result) {
      waiting_ = false;
      if (!result) return awaiting_->fail(result.error());
      value_.emplace(*result);
      awaiting_->loop().schedule(*awaiting_);
    }

    SingleFlight& flight_;
    Flow* awaiting_ = nullptr;
    bool waiting_ = false;
    std::optional<T> value_;
  };

  Join join() { return Join(*this); }

  bool is_flying() const { return static_cast<bool>(task_); }

  /// Stop the run under way; those who wait get `error`.
  void abort(const Error& error) {
    if (!task_) return;
    task_.reset();
    land(error);
  }

 private:
  void enter(Join& join) {
    if (task_.finished()) run();  // it has ended and not been taken down: too late to join
    waiting_.push_back(&join);
    if (task_) return;
    task_ = start_(owner_);
    loop_ = &join.awaiting_->loop();
    task_.start(*loop_, *this);
  }

  void leave(Join& join) {
    std::erase(waiting_, &join);
    if (waiting_.empty() && deserted_ == Deserted::stops) task_.reset();
  }

  // The task has just ended and is still on the stack: it is taken down from the queue.
  void on_finished() override { loop_->schedule(*this); }

  void run() override {
    if (!task_.finished()) return;  // taken down, and perhaps started again, while this was queued
    Result<T> result = task_.take_result();
    task_.reset();  // before anybody goes on: the lock in it is free again
    land(result);
  }

  void land(const Result<T>& result) {
    std::vector<Join*> landed = std::exchange(waiting_, {});
    for (Join* join : landed)
      join->deliver(result);
  }

  Loop* loop_ = nullptr;  ///< That of whoever asked first.
  void* owner_;
  Start start_;
  Deserted deserted_;
  Task<T> task_;
  std::vector<Join*> waiting_;
};

}  // namespace hufu::flow
