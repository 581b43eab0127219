#include "flow/effect.h"

namespace hufu::flow {

PendingEffect::PendingEffect(Loop& loop, json::Value effect, Expected expected,
                             OnFailure on_failure)
    : loop_(loop), effect_(std::move(effect)), expected_(expected), on_failure_(on_failure) {}

PendingEffect::~PendingEffect() {
  if (id_ != EffectId{}) loop_.abandon(id_);
}

void PendingEffect::wait_in(Flow& awaiting) {
  awaiting_ = &awaiting;
  id_ = loop_.emit(std::move(effect_), *this);
}

void PendingEffect::on_answer(json::Value answer) {
  id_ = EffectId{};
  answer_ = read_answer(expected_, std::move(answer));
  if (!answer_ && on_failure_ == OnFailure::end_flow) return awaiting_->fail(*answer_.error);
  loop_.schedule(*awaiting_);
}

Lease::~Lease() {
  if (loop_ == nullptr) return;
  json::Value effect = json::Value::object();
  effect.set("kind", "unlock").set("lock", static_cast<double>(lock_)).set("name", name_);
  loop_->emit_unanswered(std::move(effect));
}

TryLock::~TryLock() {
  if (id_ != EffectId{} && !result_) loop_.abandon(id_);
}

void TryLock::wait_in(Flow& awaiting) {
  awaiting_ = &awaiting;
  json::Value effect = json::Value::object();
  effect.set("kind", "lock").set("name", name_).set("wait_ms", wait_);
  id_ = loop_.emit(std::move(effect), *this);
}

void TryLock::on_answer(json::Value answer) {
  Answer read = read_answer(Expected::done, std::move(answer));
  if (read) {
    result_.emplace(Lease(loop_, id_, std::move(name_)));
  } else {
    result_.emplace(*std::move(read.error));
  }
  loop_.schedule(*awaiting_);
}

}  // namespace hufu::flow
