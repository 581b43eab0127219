// Awaiting an effect: `ask` ends the flow if the host failed, `try_ask` gives the failure back.
#pragma once

#include <utility>

#include "flow/answer.h"
#include "flow/coroutine.h"
#include "flow/loop.h"
#include "flow/task.h"

namespace hufu::flow {

/// An effect under way. Destroying it while it waits cancels it.
class [[nodiscard]] PendingEffect : private EffectWaiter {
 public:
  enum class OnFailure : std::uint8_t { end_flow, give_back };

  PendingEffect(Loop& loop, json::Value effect, Expected expected, OnFailure on_failure);
  PendingEffect(PendingEffect&&) = delete;
  ~PendingEffect();

  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    wait_in(awaiting.promise());
  }
  Answer await_resume() { return std::move(answer_); }

 private:
  void wait_in(Flow& awaiting);
  void on_answer(json::Value answer) final;

  Loop& loop_;
  json::Value effect_;
  Expected expected_;
  OnFailure on_failure_;
  EffectId id_{};
  Flow* awaiting_ = nullptr;
  Answer answer_;
};

/// A lock that is held; giving it back is telling the host so.
class Lease {
 public:
  Lease(Loop& loop, EffectId lock, std::string name)
      : loop_(&loop), lock_(lock), name_(std::move(name)) {}
  Lease(Lease&& other) noexcept
      : loop_(std::exchange(other.loop_, nullptr)),
        lock_(other.lock_),
        name_(std::move(other.name_)) {}
  Lease& operator=(Lease&&) = delete;
  ~Lease();

 private:
  Loop* loop_;
  EffectId lock_;
  std::string name_;
};

/// Awaits a lock; failing to get it is an answer that every flow has to look at.
class [[nodiscard]] TryLock final : private EffectWaiter {
 public:
  TryLock(Loop& loop, std::string name, Millis wait)
      : loop_(loop), name_(std::move(name)), wait_(wait) {}
  TryLock(TryLock&&) = delete;
  ~TryLock();

  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    wait_in(awaiting.promise());
  }
  Result<Lease> await_resume() { return *std::move(result_); }

 private:
  void wait_in(Flow& awaiting);
  void on_answer(json::Value answer) final;

  Loop& loop_;
  std::string name_;
  Millis wait_;
  EffectId id_{};
  Flow* awaiting_ = nullptr;
  std::optional<Result<Lease>> result_;
};

}  // namespace hufu::flow
