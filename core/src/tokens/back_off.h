// When a refresh may be tried again after one that failed.
#pragma once

#include "base/fault.h"
#include "hufu/time.h"

namespace hufu::tokens {

/// Spares a server that has answered that it cannot: ever longer. Where none was reached there is
/// nobody to spare, and the network may be back at any moment.
class BackOff {
 public:
  /// `chance`: 0 to 1, so that not everybody comes back at once.
  void failed(const Fault& why, double chance, Uptime now);
  void succeeded() { *this = BackOff(); }
  /// The network is back, or somebody looks: forget the wait, unless the server has asked for it.
  void wake();

  bool holds(Uptime now) const { return now.ms < until_.ms; }
  Uptime until() const { return until_; }
  /// Whether no refresh has failed since the last that went well.
  bool is_untroubled() const { return !why_; }
  /// What the last one failed with, to be tried again when the wait is over.
  Fault why(Uptime now) const;

 private:
  int answers_ = 0;  ///< Failures in a row that a server has answered.
  Uptime until_{};
  Fault why_;
};

}  // namespace hufu::tokens
