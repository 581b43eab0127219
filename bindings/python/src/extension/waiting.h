// For threads that wait in C++ while Python may want something of them: Ctrl-C.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <utility>

#include <pybind11/pybind11.h>

#include <hufu/result.h>

namespace hufu::python {

namespace py = pybind11;

constexpr auto kSignalsEvery = std::chrono::milliseconds(100);

/// Lets Python's signal handlers run; an exception of theirs (KeyboardInterrupt) is kept.
class Signals {
 public:
  /// Whether to go on. Without the GIL.
  bool look() {
    const py::gil_scoped_acquire gil;
    if (PyErr_CheckSignals() == 0) return true;
    raised_.emplace();
    return false;
  }
  /// With the GIL.
  void raise_if_any() {
    if (raised_) throw std::move(*raised_);
  }

 private:
  std::optional<py::error_already_set> raised_;
};

/// What one thread waits for.
template <class T>
class Arrival {
 public:
  void put(Result<T> outcome) {
    const std::lock_guard hold(mutex_);
    outcome_ = std::move(outcome);
    changed_.notify_all();
  }
  /// Nothing if it has not come in this time.
  std::optional<Result<T>> wait_for(std::chrono::milliseconds time) {
    std::unique_lock hold(mutex_);
    changed_.wait_for(hold, time, [&] { return outcome_.has_value(); });
    return std::exchange(outcome_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<Result<T>> outcome_;
};

}  // namespace hufu::python
