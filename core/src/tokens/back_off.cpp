#include "tokens/back_off.h"

#include <algorithm>
#include <cmath>

namespace hufu::tokens {
namespace {

// Jitter over the window (AWS, "Exponential Backoff And Jitter"), but never less than a quarter of
// it: however the dice fall, ten minutes of outage see at most 15 attempts (C6).
constexpr Millis kFirstWindow = 5'000;
constexpr Millis kWidestWindow = 300'000;
constexpr double kLeastOfWindow = 0.25;

constexpr int kTooManyRequests = 429;
constexpr int kServerError = 500;

bool was_answered(const Fault& why) { return why.http_status() != 0; }

bool asks_for_patience(const Fault& why) {
  return why.http_status() == kTooManyRequests || why.http_status() >= kServerError;
}

Millis window_after(int failures) {
  Millis window = kFirstWindow;
  for (int i = 1; i < failures && window < kWidestWindow; ++i)
    window *= 2;
  return std::min(window, kWidestWindow);
}

}  // namespace

void BackOff::failed(const Fault& why, double chance, Uptime now) {
  const Millis window = was_answered(why) ? window_after(++answers_) : kFirstWindow;
  const Millis pause = window * (kLeastOfWindow + (1 - kLeastOfWindow) * chance);
  until_ = Uptime{now.ms + std::max(why.retry_after_ms(), pause)};
  why_ = why;
}

void BackOff::wake() {
  if (!why_ || !asks_for_patience(why_)) *this = BackOff();
}

Fault BackOff::why(Uptime now) const {
  Facts facts = *why_;
  facts.retry_after_ms = std::ceil(until_.ms - now.ms);
  return Fault(std::move(facts));
}

}  // namespace hufu::tokens
