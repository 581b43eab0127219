// The server's clock. Control can move it; nothing else in the server reads the time from anywhere
// else.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace hufu::mock {

/// Milliseconds since 1970, UTC.
using WallMs = std::int64_t;

class Clock {
 public:
  /// Where a database transaction is at hand, use its `now()` instead: that is the database's clock
  /// plus `offset_ms()`.
  WallMs now_ms() const {
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() +
           offset_ms();
  }

  std::int64_t offset_ms() const { return offset_ms_.load(); }
  void advance_ms(std::int64_t by) { offset_ms_ += by; }
  void reset() { offset_ms_ = 0; }

 private:
  std::atomic<std::int64_t> offset_ms_{0};
};

}  // namespace hufu::mock
