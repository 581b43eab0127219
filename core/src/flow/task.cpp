#include "flow/task.h"

namespace hufu::flow {

void Flow::fail(Error error) {
  error_ = std::move(error);
  state_ = State::failed;
  finish();
}

void Flow::finish() {
  if (continuation_ != nullptr) continuation_->on_finished();
}

TaskBase& TaskBase::operator=(TaskBase&& other) noexcept {
  if (this != &other) {
    reset();
    flow_ = std::exchange(other.flow_, nullptr);
  }
  return *this;
}

void TaskBase::start(Loop& loop, Continuation& continuation) {
  flow_->loop_ = &loop;
  flow_->continuation_ = &continuation;
  loop.schedule(*flow_);
}

void TaskBase::reset() {
  if (flow_ != nullptr) std::exchange(flow_, nullptr)->frame_.destroy();
}

void TaskBase::wait_in(Flow& awaiting) {
  awaiting_ = &awaiting;
  start(awaiting.loop(), *this);
}

void TaskBase::on_finished() {
  if (failed()) return awaiting_->fail(error());
  awaiting_->loop().schedule(*awaiting_);
}

void Waker::start(TaskBase& task, Flow& awaiting) {
  awaiting_ = &awaiting;
  task.start(awaiting.loop(), *this);
}

void Waker::on_finished() { awaiting_->loop().schedule(*awaiting_); }

}  // namespace hufu::flow
