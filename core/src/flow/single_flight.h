// One run for everybody who asks while it runs, with one outcome for all.
#pragma once

#include <utility>

#include "base/fault.h"
#include "base/list.h"
#include "flow/loop.h"
#include "flow/task.h"

namespace hufu::flow {

/// What becomes of a run for which nobody waits any more.
enum class Deserted { goes_on, stops };

/// Belongs to the session, not to its first caller: one who gives up does not take it down.
class Flight : private Continuation, private Job {
 public:
  using Start = Flow* (*)(void* owner);
  Flight(const Flight&) = delete;
  ~Flight() { stop(); }

  bool is_flying() const { return run_ != nullptr; }
  /// Stop the run under way; those who wait get `why`.
  void abort(const Fault& why);

  /// `flow` waits for the run under way, or for one that begins on its loop.
  void enter(Flow& flow, Loop& loop);
  void leave(Flow& flow);

 protected:
  Flight(void* owner, Start start, Deserted deserted)
      : owner_(owner), start_(start), deserted_(deserted) {}

 private:
  // The run has just ended and is still on the stack: it is taken down from the queue.
  void on_finished() override { loop_->schedule(*this); }
  void run() override;
  void stop() { Flow::drop(std::exchange(run_, nullptr)); }
  void land(const Word& value, const Fault& fault);

  Loop* loop_ = nullptr;  ///< That of whoever asked first.
  void* owner_;
  Start start_;
  Deserted deserted_;
  Flow* run_ = nullptr;
  List<Flow*> waiting_;
};

template <class T>
class SingleFlight final : public Flight {
 public:
  /// `(owner.*start)()` is the run.
  template <class Owner, Task<T> (Owner::*start)()>
  static Flow* run_of(void* owner) {
    return (static_cast<Owner*>(owner)->*start)().release();
  }

  SingleFlight(void* owner, Start start, Deserted deserted = Deserted::goes_on)
      : Flight(owner, start, deserted) {}

  /// Awaits the run under way, or starts one.
  Join<T> join() { return {this}; }
};

}  // namespace hufu::flow
