// Where the client's own transfers run: a thread of its own, or the program's event loop.
#pragma once

#include <memory>
#include <mutex>
#include <thread>
#include <utility>

#include <hufu/result.h>

#include "transport/network_loop.h"

namespace hufu::native {

/// Runs one loop until it is stopped, on a thread that is started when first needed; or has it
/// driven by `turn`. Thread-safe.
class IoThread {
 public:
  /// Error: `unsupported` where an event loop cannot watch it.
  static Result<std::unique_ptr<IoThread>> of(bool is_watched);
  explicit IoThread(std::shared_ptr<NetworkLoop> loop) : loop_(std::move(loop)) {}
  ~IoThread() { stop(); }

  int descriptor() const { return loop_->descriptor(); }
  void turn();
  /// The loop, with its thread running. Throws `std::system_error` if there can be no thread.
  const std::shared_ptr<NetworkLoop>& loop();
  bool is_here() const { return loop_->is_here(); }
  /// Ends transfers and timers without a word and joins the thread; not from the thread itself.
  void stop();

 private:
  const std::shared_ptr<NetworkLoop> loop_;
  std::mutex mutex_;
  std::thread thread_;
  std::shared_ptr<bool> over_;
  bool is_stopped_ = false;
};

}  // namespace hufu::native
