#include "hufu/secret.h"

namespace hufu {

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe(text_);
    text_ = other.text_;
  }
  return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(text_);
    text_ = other.text_;
    wipe(other.text_);
  }
  return *this;
}

void wipe(std::string& text) noexcept {
  // Through a volatile pointer, so that the stores to memory about to be freed are kept.
  volatile char* byte = text.data();
  for (std::size_t i = 0; i < text.size(); ++i)
    byte[i] = '\0';
  text.clear();
}

}  // namespace hufu
