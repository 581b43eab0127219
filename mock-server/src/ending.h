// How the two programs end: by a signal, or by what keeps them from starting.
#pragma once

#include <signal.h>

#include <functional>

namespace hufu::mock {

/// The two signals that ask a program to end are taken by one thread; everybody else never sees
/// them. Make one before any other thread begins.
class EndSignals {
 public:
  EndSignals();

  /// Runs `serve` to its end. `ask` is called on another thread at each signal until then.
  void during(const std::function<void()>& serve, const std::function<void()>& ask) const;

 private:
  sigset_t signals_;
};

/// Runs the program and says on standard error, after its name, why it did not start: 2 for a
/// setting that is no good, 3 for a database or a port that cannot be had.
int run_program(const char* name, const std::function<int()>& program);

}  // namespace hufu::mock
