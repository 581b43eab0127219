// What a client has shown to people: codes, pictures, links, and what became of them.
#pragma once

#include <hufu/effects.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

namespace demo {

/// Filled by a client's `present`, on whichever thread calls it; read by the story.
class Shown {
 public:
  void add(const hufu::PresentEffect& what) {
    const std::lock_guard lock(mutex_);
    seen_.push_back(what);
    changed_.notify_all();
  }

  /// Waits until something was shown in this state. Throws std::runtime_error after ten seconds.
  hufu::PresentEffect when(const std::string& state) {
    std::unique_lock lock(mutex_);
    const hufu::PresentEffect* found = nullptr;
    const auto is_there = [&] {
      for (const hufu::PresentEffect& each : seen_) {
        if (each.state == state) found = &each;
      }
      return found != nullptr;
    };
    if (!changed_.wait_for(lock, std::chrono::seconds(10), is_there))
      throw std::runtime_error("the screen never showed: " + state);
    return *found;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<hufu::PresentEffect> seen_;
};

}  // namespace demo
