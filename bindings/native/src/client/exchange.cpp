#include <hufu/native/exchange.h>

#include <condition_variable>
#include <mutex>
#include <utility>

#include "client/driver.h"

namespace hufu::native {

/// Takes what the core wants sent, and its end, to whoever asks for the next step.
class Exchange::Line final : public Waiter {
 public:
  void done(Result<Outcome> outcome) override {
    if (outcome) {
      put(Step(std::move(std::get<FetchReply>(*outcome))), EffectId{});
    } else {
      put(outcome.error(), EffectId{});
    }
  }

  bool forward(EffectId id, ForwardEffect&& effect) override {
    put(Step(std::move(effect)), id);
    return true;
  }

  Result<Step> wait() {
    std::unique_lock hold(mutex_);
    came_.wait(hold, [&] { return step_.has_value(); });
    return *std::exchange(step_, std::nullopt);
  }

  void tell(OnStep on_step) {
    std::unique_lock hold(mutex_);
    if (!step_) {
      on_step_ = std::move(on_step);
      return;
    }
    Result<Step> step = *std::exchange(step_, std::nullopt);
    hold.unlock();
    on_step(std::move(step));
  }

  /// The effect that the last step was; it is answered once.
  EffectId take_effect() {
    const std::lock_guard hold(mutex_);
    return std::exchange(effect_, EffectId{});
  }

 private:
  void put(Result<Step> step, EffectId effect) {
    std::unique_lock hold(mutex_);
    effect_ = effect;
    const OnStep on_step = std::exchange(on_step_, nullptr);
    if (!on_step) {
      step_ = std::move(step);
      came_.notify_all();
      return;
    }
    hold.unlock();
    on_step(std::move(step));
  }

  std::mutex mutex_;
  std::condition_variable came_;
  std::optional<Result<Step>> step_;
  OnStep on_step_;
  EffectId effect_{};
};

Exchange::Exchange(std::shared_ptr<Driver> driver, Fetch request)
    : driver_(std::move(driver)), line_(std::make_shared<Line>()) {
  const OperationId begun = driver_->begin(std::move(request), line_);
  if (begun == OperationId{}) line_->done(Error{Errc::cancelled, "the client is closed", 0, 0});
}

Exchange::~Exchange() { driver_->cancel(line_->operation, Errc::cancelled); }

Result<Exchange::Step> Exchange::next() { return line_->wait(); }

void Exchange::next(OnStep on_step) { line_->tell(std::move(on_step)); }

void Exchange::answered(int status, std::vector<Header> headers) {
  driver_->settle(line_->take_effect(), ForwardAnswer{status, std::move(headers)});
}

void Exchange::failed(Errc code, std::string detail) {
  driver_->settle(line_->take_effect(), FailedAnswer{code, std::move(detail)});
}

}  // namespace hufu::native
