#include "flow/single_flight.h"

namespace hufu::flow {

void Flight::abort(const Fault& why) {
  if (run_ == nullptr) return;
  stop();
  land(Word(), why);
}

void Flight::enter(Flow& flow, Loop& loop) {
  run();  // one that has ended is too late to join
  waiting_.push_back(&flow);
  if (run_ != nullptr) return;
  loop_ = &loop;
  run_ = start_(owner_);
  run_->start(loop, *this);
}

void Flight::leave(Flow& flow) {
  for (Flow*& each : waiting_) {
    if (each != &flow) continue;
    waiting_.erase(&each);
    break;
  }
  if (waiting_.empty() && deserted_ == Deserted::stops) stop();
}

void Flight::run() {
  // Taken down while this was queued; or somebody enters, and nothing flies or may be joined.
  if (run_ == nullptr || !run_->has_ended()) return;
  const Word value = run_->take_value();
  const Fault fault = run_->fault();
  stop();  // before anybody goes on: the lock in it is free again
  land(value, fault);
}

void Flight::land(const Word& value, const Fault& fault) {
  const List<Flow*> landed = std::exchange(waiting_, {});
  for (Flow* flow : landed)
    flow->go_on(value, fault);
}

}  // namespace hufu::flow
