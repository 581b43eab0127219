#include "outside.h"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "errors.h"

namespace hufu::python {
namespace {

constexpr auto kLongestWait = std::chrono::seconds(5);

struct Away {
  std::mutex mutex;
  std::condition_variable changed;
  int threads = 0;
  bool is_ending = false;
};

// Never freed: threads may come back while static objects are destroyed.
Away*& away() {
  static Away* state = new Away;
  return state;
}

}  // namespace

Outside::Outside() {
  {
    Away& others = *away();
    const std::lock_guard hold(others.mutex);
    if (others.is_ending) throw Failure{{Errc::cancelled, "the program is ending", 0, 0}};
    ++others.threads;
  }
  state_ = PyEval_SaveThread();
}

Outside::~Outside() {
  PyEval_RestoreThread(state_);
  Away& others = *away();
  const std::lock_guard hold(others.mutex);
  --others.threads;
  others.changed.notify_all();
}

void come_back() {
  Away& others = *away();
  {
    const std::lock_guard hold(others.mutex);
    others.is_ending = true;
  }
  const pybind11::gil_scoped_release without_gil;
  std::unique_lock hold(others.mutex);
  others.changed.wait_for(hold, kLongestWait, [&] { return others.threads == 0; });
}

void forget_others() { away() = new Away; }

}  // namespace hufu::python
