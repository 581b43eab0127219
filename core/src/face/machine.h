// The core without its types: operations by name, everything else as JSON values. The C ABI drives
// it as it is; hufu::Core (core.cpp) gives it the types of the public headers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/fault.h"
#include "flow/loop.h"
#include "flow/outgoing.h"
#include "flow/task.h"
#include "hufu/config.h"
#include "hufu/effects.h"
#include "hufu/signer.h"
#include "session/session.h"

namespace hufu {

/// The facade's contract (hufu/core.h) holds here word by word.
class Machine {
 public:
  static Tried<std::unique_ptr<Machine>> open(Config&& config);

  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine();

  /// An unknown operation, or arguments of the wrong type, end with `invalid_argument`.
  OperationId begin(std::string_view operation, const Value& arguments, Now now);
  std::optional<flow::Outgoing> next() { return outbox_.take(); }
  void resolve(EffectId effect, const Value& answer, Now now);
  void wake(Now now);
  /// Gives whether it was still under way.
  bool cancel(OperationId operation);

  Authorization authorize(std::string_view url, Now now) const noexcept;
  /// For how many ms of the wall clock, from `now` on, its `ready` may be kept.
  Millis good_for(Now now) const noexcept;
  const session::Session& session() const { return session_; }

 private:
  class Run;

  Machine(Config&& config, std::vector<std::string> origins);
  OperationId next_id();
  void enter(Now now);
  void settle();
  void finish(Run& run);
  void tell(OperationId id, const Tried<Value>& outcome);

  Config config_;
  flow::Outbox outbox_;
  flow::Loop loop_;
  session::Session session_;
  Run* runs_ = nullptr;  ///< All operations under way, the newest first.
  List<Run*> ended_;
  std::uint32_t last_operation_ = 0;
};

}  // namespace hufu
