// Who wants to hear of events.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

#include <hufu/messages.h>

namespace hufu::native {

/// The functions that an application gave. Thread-safe; none is called under a lock, so each may
/// come and go in a call.
class Listeners {
 public:
  using Listener = std::function<void(const Event&)>;

  std::uint32_t add(Listener listener);
  void remove(std::uint32_t number);
  /// Those that are there as it begins, in the order in which they came.
  void tell(const Event& event);

 private:
  std::mutex mutex_;
  std::vector<std::pair<std::uint32_t, Listener>> listeners_;
  std::uint32_t last_number_ = 0;
};

}  // namespace hufu::native
