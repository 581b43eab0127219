// What the core has to say to its driver, in order, before it is typed (face) or written
// (bindings/c).
#pragma once

#include <cstdint>
#include <optional>
#include <utility>

#include "base/fault.h"
#include "base/list.h"
#include "base/value.h"

namespace hufu::flow {

struct Outgoing {
  enum class Kind : std::uint8_t { effect, cancel, done, event };

  Kind kind = Kind::event;
  std::uint32_t id = 0;  ///< Of the effect or the operation; 0 for an event.
  /// `{kind, …}` for an effect and an event; what an operation has yielded.
  Value body = {};
  Fault fault = {};  ///< Why an operation has failed.
};

/// First in, first out.
class Outbox {
 public:
  void push(Outgoing one) { waiting_.push_back(std::move(one)); }

  std::optional<Outgoing> take() {
    if (taken_ == waiting_.size()) return std::nullopt;
    Outgoing one = std::move(waiting_[taken_++]);
    if (taken_ == waiting_.size()) {
      waiting_.clear();
      taken_ = 0;
    }
    return one;
  }

 private:
  List<Outgoing> waiting_;
  std::size_t taken_ = 0;
};

}  // namespace hufu::flow
