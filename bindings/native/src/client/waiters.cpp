#include "client/waiters.h"

#include <utility>

namespace hufu::native {

void BlockedCaller::done(Result<Outcome> outcome) {
  const std::lock_guard hold(mutex_);
  if (!outcome_) outcome_ = std::move(outcome);
  changed_.notify_all();
}

Result<Outcome> BlockedCaller::wait() {
  std::unique_lock hold(mutex_);
  changed_.wait(hold, [&] { return outcome_.has_value(); });
  return std::move(*outcome_);
}

void Callback::done(Result<Outcome> outcome) {
  if (const auto call = std::exchange(call_, nullptr)) call(std::move(outcome));
}

}  // namespace hufu::native
