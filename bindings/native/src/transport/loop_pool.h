// Loops for callers who wait for their own requests.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "transport/network_loop.h"

namespace hufu::native {

/// Idle loops keep connections open, so the next caller gets one of them. Thread-safe.
class LoopPool {
 public:
  /// The one that came back last, for its connections are the warmest; else a new one.
  std::shared_ptr<NetworkLoop> borrow();
  void give_back(std::shared_ptr<NetworkLoop> loop);
  /// Lets the idle ones go, and keeps none from now on.
  void close();

 private:
  std::mutex mutex_;
  std::vector<std::shared_ptr<NetworkLoop>> idle_;
  bool is_closed_ = false;
};

}  // namespace hufu::native
