// The run queue and the effects under way: everything that moves a flow forward passes here.
#pragma once

#include "base/list.h"
#include "flow/outgoing.h"
#include "hufu/effects.h"

namespace hufu::flow {

class Flow;
class Loop;

/// Something that the loop can run once it is its turn. Leaves the queue when it is destroyed.
class Job {
 public:
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  virtual void run() = 0;

 protected:
  ~Job();

 private:
  friend class Loop;
  Loop* queued_in_ = nullptr;
  Job* next_ = nullptr;
};

/// Resumptions go through a queue, never through a nested call: the stack stays flat, nothing is
/// re-entered, and no symmetric transfer is needed, which WebAssembly lacks (decision 0002).
class Loop {
 public:
  explicit Loop(Outbox& outbox) : outbox_(outbox) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  /// Run `job` after everything that is queued already. Queueing it twice is queueing it once.
  void schedule(Job& job);
  /// Run the queue to its end.
  void drain();

  /// Hand an effect to the host; `waiting` gets its answer, never from inside this call.
  EffectId emit(Value effect, Flow& waiting);
  /// Hand an effect to the host that nobody waits for and that is never answered.
  void emit_unanswered(Value effect);
  /// Nobody waits any more: tell the host, ignore the answer.
  void abandon(EffectId id);
  /// Deliver an answer. Unknown, repeated and abandoned ids are ignored.
  void resolve(EffectId id, const Value& answer);

 private:
  friend class Job;
  struct Waiting {
    EffectId id;
    Flow* flow;
  };

  void forget(Job& job);
  EffectId next_id();
  Flow* stop_waiting(EffectId id);

  Job* first_ = nullptr;
  Job* last_ = nullptr;
  Outbox& outbox_;
  List<Waiting> waiting_;  ///< Few, and mostly answered in the order in which they came.
  std::uint32_t last_id_ = 0;
};

}  // namespace hufu::flow
