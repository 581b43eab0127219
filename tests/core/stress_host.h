// A host that answers at random, but keeps the host's side of the contract.
#pragma once

#include <map>
#include <set>
#include <string>

#include "dice.h"
#include "hufu/messages.h"

namespace hufu::test {

/// Effects under way, the lock they compete for, and what a server might say.
class StressHost {
 public:
  explicit StressHost(Dice& dice) : dice_(dice) {}

  /// Takes note of an effect; gives the promise that it breaks, if it does.
  std::string take(const EffectMessage& asked);
  void cancel(EffectId id);

  bool waits(EffectId id) const { return waiting_.contains(id); }
  bool idle() const { return waiting_.empty(); }
  bool locked() const { return lock_ != EffectId{}; }
  /// One of the effects that can be answered now; 0 if there is none.
  EffectId pick();
  /// An answer for it. `kindly` means: no failure, and time goes on as a sleep asks.
  Answer answer(EffectId id, bool kindly, Now& now);

  int refreshes() const { return refreshes_; }
  int locks() const { return locks_; }

 private:
  Answer reply(const HttpEffect& http, bool kindly);
  Answer perform(EffectId id, const Effect& effect, bool kindly, Now& now);
  std::string body_for(const std::string& flow);

  Dice& dice_;
  std::map<EffectId, Effect> waiting_;
  std::map<std::string, Secret> store_;
  std::set<std::string> renewing_;  ///< Bodies of refreshes under way: the token is in there.
  EffectId lock_{};                 ///< Who has it.
  std::uint32_t grants_ = 0;
  int refreshes_ = 0;
  int locks_ = 0;
};

}  // namespace hufu::test
