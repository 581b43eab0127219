#include "client/listeners.h"

namespace hufu::native {

std::uint32_t Listeners::add(Listener listener) {
  const std::lock_guard hold(mutex_);
  listeners_.emplace_back(++last_number_, std::move(listener));
  return last_number_;
}

void Listeners::remove(std::uint32_t number) {
  const std::lock_guard hold(mutex_);
  std::erase_if(listeners_, [&](const auto& entry) { return entry.first == number; });
}

void Listeners::tell(const Event& event) {
  decltype(listeners_) listeners;
  {
    const std::lock_guard hold(mutex_);
    listeners = listeners_;
  }
  for (const auto& [number, listener] : listeners) {
    try {
      listener(event);
    } catch (...) {  // there is nobody to tell; the others shall hear of the event
    }
  }
}

}  // namespace hufu::native
