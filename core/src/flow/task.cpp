#include "flow/task.h"

#include "flow/single_flight.h"

namespace hufu::flow {

void Flow::start(Loop& loop, Continuation& continuation) {
  loop_ = &loop;
  continuation_ = &continuation;
  loop.schedule(*this);
}

void Flow::drop(Flow* flow) {
  if (flow == nullptr) return;
  drop(std::exchange(flow->child_, nullptr));
  if (flow->flight_ != nullptr) flow->flight_->leave(*flow);
  if (flow->effect_ != EffectId{}) flow->loop_->abandon(flow->effect_);
  flow->got_ = Word();  // a lock that was got and not looked at
  flow->frame_.destroy();
}

void Flow::finish() {
  ended_ = true;
  continuation_->on_finished();
}

void Flow::fail(Fault fault) {
  yield_fault(std::move(fault));
  finish();
}

void Flow::go_on(const Word& value, const Fault& fault) {
  flight_ = nullptr;
  if (fault) return fail(fault);
  got_ = value;
  loop_->schedule(*this);
}

void Flow::wait_for(Flow* child) {
  child_ = child;
  child->start(*loop_, *this);
}

void Flow::try_for(Flow* child) {
  tries_ = true;
  wait_for(child);
}

void Flow::on_finished() {
  if (child_->fault_ && !tries_) return fail(child_->fault_);
  loop_->schedule(*this);
}

void Flow::wait_for(Flight* flight) {
  flight_ = flight;
  flight->enter(*this, *loop_);
}

void Flow::wait_for(Ask ask) {
  effect_ = loop_->emit(ask->effect, *this);
  ask_ = std::move(ask);
}

void Flow::on_answer(const Value& from) {
  const EffectId effect = std::exchange(effect_, EffectId{});
  const Ask ask = std::move(ask_);
  Answer answer = read_answer(ask->expected, from);
  answer->about = ask->about;
  if (!answer && !ask->may_fail) return fail(answer->fault);
  if (ask->expected != Expected::lock) {
    got_ = std::move(answer);
  } else if (answer) {
    got_ = Lease::make(*loop_, effect, ask->effect.text_of("name"));
  } else {
    got_fault_ = answer->fault;
  }
  loop_->schedule(*this);
}

Word Flow::take() {
  tries_ = false;
  if (Flow* child = std::exchange(child_, nullptr)) {
    got_ = child->take_value();
    got_fault_ = child->fault();
    drop(child);
  }
  return std::move(got_);
}

}  // namespace hufu::flow
