// What a flow asks the host for, and a lock that it got.
#pragma once

#include <utility>

#include "base/ref.h"
#include "flow/answer.h"
#include "flow/loop.h"

namespace hufu::flow {

struct Question {
  Value effect;
  Expected expected;
  bool may_fail;    ///< The flow looks at a failure itself; else a failure ends it.
  Word about = {};  ///< Of whoever asks: given back with the answer.
};

/// An effect that was not handed to the host yet: that is done by awaiting it, and gives an
/// `Answer`.
using Ask = Ref<Question>;

/// A lock that is held, until the last who shares it lets go: the host is told then.
struct Held {
  Held(Loop& loop, EffectId lock, Text name) : loop_(&loop), lock_(lock), name_(std::move(name)) {}
  Held(Held&&) = delete;
  ~Held();

 private:
  Loop* loop_;
  EffectId lock_;
  Text name_;
};
using Lease = Ref<Held>;

/// A lock; awaiting it gives a `Tried<Lease>`, at which every flow has to look.
struct TryLock {
  Ask ask;
};

}  // namespace hufu::flow
