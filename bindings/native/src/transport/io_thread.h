// The client's own thread for the network: started when first needed.
#pragma once

#include <memory>
#include <mutex>
#include <thread>

#include "transport/loop.h"

namespace hufu::native {

/// Runs one loop until it is stopped. Thread-safe.
class IoThread {
 public:
  IoThread();
  ~IoThread() { stop(); }

  /// The loop, with its thread running. Throws `std::system_error` if there can be no thread.
  const std::shared_ptr<Loop>& loop();
  bool is_here() const { return loop_->is_here(); }
  /// Ends transfers and timers without a word and joins the thread; not from the thread itself.
  void stop();

 private:
  std::shared_ptr<Loop> loop_;
  std::mutex mutex_;
  std::thread thread_;
  std::shared_ptr<bool> over_;
  bool is_stopped_ = false;
};

}  // namespace hufu::native
