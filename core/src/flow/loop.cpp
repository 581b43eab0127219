#include "flow/loop.h"

#include <algorithm>
#include <utility>

namespace hufu::flow {

Job::~Job() {
  if (queued_in_ != nullptr) queued_in_->forget(*this);
}

Loop::~Loop() {
  for (Job* job : queue_) {
    if (job != nullptr) job->queued_in_ = nullptr;
  }
}

void Loop::schedule(Job& job) {
  if (job.queued_in_ != nullptr) return;
  job.queued_in_ = this;
  queue_.push_back(&job);
}

void Loop::drain() {
  while (!queue_.empty()) {
    Job* job = queue_.front();
    queue_.pop_front();
    if (job == nullptr) continue;
    job->queued_in_ = nullptr;
    job->run();
  }
}

void Loop::forget(Job& job) {
  auto entry = std::find(queue_.begin(), queue_.end(), &job);
  if (entry != queue_.end()) *entry = nullptr;
}

EffectId Loop::next_id() {
  // After 2^32 effects the count starts again; ids still under way are stepped over.
  do {
    ++last_id_;
  } while (last_id_ == 0 || waiting_.count(EffectId{last_id_}) != 0);
  return EffectId{last_id_};
}

EffectId Loop::emit(Effect effect, EffectWaiter& waiter) {
  const EffectId id = next_id();
  waiting_.emplace(id, &waiter);
  outgoing_.push_back(EffectMessage{id, std::move(effect)});
  return id;
}

void Loop::emit_unanswered(Effect effect) {
  outgoing_.push_back(EffectMessage{next_id(), std::move(effect)});
}

void Loop::abandon(EffectId id) {
  if (waiting_.erase(id) != 0) outgoing_.push_back(CancelMessage{id});
}

void Loop::resolve(EffectId id, Answer answer) {
  auto entry = waiting_.find(id);
  if (entry == waiting_.end()) return;
  EffectWaiter* waiter = entry->second;
  waiting_.erase(entry);
  waiter->on_answer(std::move(answer));
}

}  // namespace hufu::flow
