// Who waits for an operation: a blocked caller, or a callback.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>

#include <hufu/core.h>

namespace hufu::native {

/// Called by the driver on any thread, without its lock.
class Waiter {
 public:
  virtual ~Waiter() = default;
  /// The operation has ended. A second call, with an error, ends what came after it: a body.
  virtual void done(Result<Outcome> outcome) = 0;
  /// The core wants the application's request sent; false if this is no request.
  virtual bool forward(EffectId, ForwardEffect&&) { return false; }
  /// Whether `cancel` must still find this after the operation has ended.
  virtual bool outlives_operation() const { return false; }

  /// Set by the driver before any call.
  OperationId operation{};
};

/// A caller's thread.
class BlockedCaller final : public Waiter {
 public:
  void done(Result<Outcome> outcome) override;
  Result<Outcome> wait();

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Result<Outcome>> outcome_;
};

/// A function; called once.
class Callback final : public Waiter {
 public:
  explicit Callback(std::function<void(Result<Outcome>)> call) : call_(std::move(call)) {}
  void done(Result<Outcome> outcome) override;

 private:
  std::function<void(Result<Outcome>)> call_;
};

}  // namespace hufu::native
