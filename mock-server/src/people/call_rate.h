// How often one caller calls, counted in this process.
#pragma once

#include <map>
#include <string>

#include "base/clock.h"

namespace hufu::mock {

/// Belongs to the network thread. Nothing of it is in the database: who may call often costs no
/// row for each call.
class CallRate {
 public:
  static constexpr int kMost = 1000;
  static constexpr WallMs kWindowMs = 10'000;

  /// Counts a call. How long to wait where it was one too many; 0 where it was not.
  WallMs count(const std::string& caller, WallMs now_ms) {
    Window& window = windows_[caller];
    if (now_ms < window.begun_ms || now_ms - window.begun_ms >= kWindowMs) window = {now_ms, 0};
    if (window.calls >= kMost) return window.begun_ms + kWindowMs - now_ms;
    ++window.calls;
    return 0;
  }

 private:
  struct Window {
    WallMs begun_ms = 0;
    int calls = 0;
  };
  std::map<std::string, Window> windows_;
};

}  // namespace hufu::mock
