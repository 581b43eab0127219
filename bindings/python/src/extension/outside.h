// Leaving Python for a while: without the GIL, and never into an interpreter that is ending.
#pragma once

#include <pybind11/pybind11.h>

namespace hufu::python {

/// While it lives, the calling thread does without the GIL. Throws `Failure` (`cancelled`) once the
/// interpreter is ending: a thread that comes back then is ended by Python in the middle of C++.
class Outside {
 public:
  Outside();
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;
  ~Outside();

 private:
  PyThreadState* state_;
};

/// Lets no thread out any more and waits, at most five seconds, until all are back. Called with the
/// GIL from `atexit`, after the clients were closed.
void come_back();
/// After fork() only this thread is left.
void forget_others();

}  // namespace hufu::python
