#include "flow/loop.h"

#include <utility>

#include "flow/task.h"

namespace hufu::flow {

Job::~Job() {
  if (queued_in_ != nullptr) queued_in_->forget(*this);
}

Loop::~Loop() {
  for (Job* job = first_; job != nullptr; job = job->next_)
    job->queued_in_ = nullptr;
}

void Loop::schedule(Job& job) {
  if (job.queued_in_ != nullptr) return;
  job.queued_in_ = this;
  job.next_ = nullptr;
  (first_ == nullptr ? first_ : last_->next_) = &job;
  last_ = &job;
}

void Loop::drain() {
  while (first_ != nullptr) {
    Job* job = first_;
    first_ = job->next_;
    job->queued_in_ = nullptr;
    job->run();
  }
}

void Loop::forget(Job& job) {
  Job* before = nullptr;
  for (Job** link = &first_; *link != nullptr; before = *link, link = &before->next_) {
    if (*link != &job) continue;
    *link = job.next_;
    if (last_ == &job) last_ = before;
    return;
  }
}

EffectId Loop::next_id() {
  // After 2^32 effects the count starts again; no effect waits that long.
  if (++last_id_ == 0) ++last_id_;
  return EffectId{last_id_};
}

EffectId Loop::emit(Value effect, Flow& waiting) {
  emit_unanswered(std::move(effect));
  waiting_.push_back({EffectId{last_id_}, &waiting});
  return EffectId{last_id_};
}

void Loop::emit_unanswered(Value effect) {
  const EffectId id = next_id();
  outbox_.push({Outgoing::Kind::effect, static_cast<std::uint32_t>(id), std::move(effect)});
}

Flow* Loop::stop_waiting(EffectId id) {
  for (Waiting& each : waiting_) {
    if (each.id != id) continue;
    Flow* const flow = each.flow;
    waiting_.erase(&each);
    return flow;
  }
  return nullptr;
}

void Loop::abandon(EffectId id) {
  if (stop_waiting(id) == nullptr) return;
  outbox_.push({Outgoing::Kind::cancel, static_cast<std::uint32_t>(id)});
}

void Loop::resolve(EffectId id, const Value& answer) {
  if (Flow* flow = stop_waiting(id)) flow->on_answer(answer);
}

}  // namespace hufu::flow
