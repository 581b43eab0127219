#include "hufu/secret.h"

namespace hufu {

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe();
    text_ = other.text_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe();
    text_ = other.text_;
    other.wipe();
  }
  return *this;
}

void Secret::wipe() noexcept {
  // Through a volatile pointer, so that the stores to memory about to be freed are kept.
  volatile char* byte = text_.data();
  for (std::size_t i = 0; i < text_.size(); ++i)
    byte[i] = '\0';
  text_.clear();
}

}  // namespace hufu
