// The host as the flows see it: one function for each effect.
#pragma once

#include <string>
#include <utility>

#include "flow/effect.h"
#include "flow/loop.h"
#include "hufu/effects.h"

namespace hufu::flow {

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
  ~Lease() {
    if (loop_ != nullptr) loop_->emit_unanswered(UnlockEffect{lock_, std::move(name_)});
  }

 private:
  Loop* loop_;
  EffectId lock_;
  std::string name_;
};

/// Awaits a lock; failing to get it is an answer that every flow has to look at.
class [[nodiscard]] TryLock final : private EffectWaiter {
 public:
  TryLock(Loop& loop, LockEffect effect) : loop_(loop), effect_(std::move(effect)) {}
  TryLock(TryLock&&) = delete;
  ~TryLock() {
    if (waiting_) loop_.abandon(id_);
  }

  bool await_ready() const noexcept { return false; }
  template <class P>
  void await_suspend(coroutine_handle<P> awaiting) {
    awaiting_ = &awaiting.promise();
    waiting_ = true;
    id_ = loop_.emit(effect_, *this);
  }
  Result<Lease> await_resume() { return *std::move(result_); }

 private:
  void on_answer(Answer answer) override {
    waiting_ = false;
    if (FailedAnswer* failed = std::get_if<FailedAnswer>(&answer)) {
      result_.emplace(Error{failed->code, std::move(failed->detail), 0, 0});
    } else {
      result_.emplace(Lease(loop_, id_, std::move(effect_.name)));
    }
    loop_.schedule(*awaiting_);
  }

  Loop& loop_;
  LockEffect effect_;
  EffectId id_{};
  bool waiting_ = false;
  Flow* awaiting_ = nullptr;
  std::optional<Result<Lease>> result_;
};

class Host {
 public:
  explicit Host(Loop& loop) : loop_(loop) {}

  Now now() const { return loop_.now(); }

  TryAsk<HttpAnswer> try_send(HttpEffect request) { return {loop_, std::move(request)}; }
  TryAsk<HttpAnswer> try_upload(UploadEffect upload) { return {loop_, std::move(upload)}; }
  Ask<ForwardAnswer> forward(ForwardEffect request) { return {loop_, std::move(request)}; }

  TryAsk<LoadAnswer> try_load(std::string key) { return {loop_, LoadEffect{std::move(key)}}; }
  TryAsk<DoneAnswer> try_save(std::string key, Secret value) {
    return {loop_, SaveEffect{std::move(key), std::move(value)}};
  }
  TryAsk<DoneAnswer> try_erase(std::string key) { return {loop_, EraseEffect{std::move(key)}}; }

  Ask<DoneAnswer> sleep(Millis delay) { return {loop_, SleepEffect{delay}}; }
  TryAsk<BytesAnswer> try_random(std::size_t bytes) { return {loop_, RandomEffect{bytes}}; }
  Ask<DoneAnswer> present(PresentEffect what) { return {loop_, std::move(what)}; }

  TryAsk<CredentialAnswer> try_credential(CredentialKind kind, bool fresh) {
    return {loop_, CredentialEffect{kind, fresh}};
  }
  TryLock try_lock(std::string name, Millis wait) {
    return {loop_, LockEffect{std::move(name), wait}};
  }

 private:
  Loop& loop_;
};

}  // namespace hufu::flow
