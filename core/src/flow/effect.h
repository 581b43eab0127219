// Awaiting an effect: `ask` ends the flow if the host failed, `try_ask` gives the failure back.
#pragma once

#include <utility>

#include "flow/coroutine.h"
#include "flow/loop.h"
#include "flow/task.h"
#include "hufu/effects.h"
#include "hufu/result.h"

namespace hufu::flow {

/// An effect under way. Destroying it while it waits cancels it.
template <class A>
class PendingEffect : private EffectWaiter {
 public:
  PendingEffect(Loop& loop, Effect effect) : loop_(loop), effect_(std::move(effect)) {}
  PendingEffect(PendingEffect&&) = delete;
  ~PendingEffect() {
    if (id_ != EffectId{}) loop_.abandon(id_);
  }

  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    awaiting_ = &awaiting.promise();
    id_ = loop_.emit(std::move(effect_), *this);
  }

 protected:
  virtual void deliver(Result<A> result) = 0;
  Flow& awaiting() const { return *awaiting_; }
  void go_on() const { loop_.schedule(*awaiting_); }

 private:
  void on_answer(Answer answer) final {
    id_ = EffectId{};
    if (A* value = std::get_if<A>(&answer)) {
      deliver(std::move(*value));
    } else if (FailedAnswer* failed = std::get_if<FailedAnswer>(&answer)) {
      deliver(Error{failed->code, std::move(failed->detail), 0, 0});
    } else {
      deliver(Error{Errc::host_fault, "the host answered an effect with the wrong kind", 0, 0});
    }
  }

  Loop& loop_;
  Effect effect_;
  EffectId id_{};
  Flow* awaiting_ = nullptr;
};

template <class A>
class [[nodiscard]] Ask final : public PendingEffect<A> {
 public:
  using PendingEffect<A>::PendingEffect;
  A await_resume() { return *std::move(answer_); }

 private:
  void deliver(Result<A> result) override {
    if (!result) return this->awaiting().fail(std::move(result.error()));
    answer_.emplace(std::move(result).value());
    this->go_on();
  }
  std::optional<A> answer_;
};

template <class A>
class [[nodiscard]] TryAsk final : public PendingEffect<A> {
 public:
  using PendingEffect<A>::PendingEffect;
  Result<A> await_resume() { return *std::move(result_); }

 private:
  void deliver(Result<A> result) override {
    result_.emplace(std::move(result));
    this->go_on();
  }
  std::optional<Result<A>> result_;
};

}  // namespace hufu::flow
