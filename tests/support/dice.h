// The random numbers of the generated tests; wasm/test/generated/dice.js draws the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace hufu::test {

/// xorshift32 (Marsaglia, 2003).
class Dice {
 public:
  explicit Dice(std::uint32_t seed) : state_(seed == 0 ? 1 : seed) {}

  std::uint32_t draw() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return state_;
  }
  /// 0 to `sides` - 1.
  std::uint32_t roll(std::uint32_t sides) { return draw() % sides; }
  /// A place in something of that size.
  std::ptrdiff_t place(std::size_t size) {
    return static_cast<std::ptrdiff_t>(roll(static_cast<std::uint32_t>(size)));
  }
  bool one_in(std::uint32_t sides) { return roll(sides) == 0; }

 private:
  std::uint32_t state_;
};

/// FNV-1a over everything that is said.
class Hash {
 public:
  template <class Text>
  void add(const Text& text) {
    for (const char letter : text) {
      value_ = (value_ ^ static_cast<unsigned char>(letter)) * 16777619U;
    }
  }
  std::uint32_t value() const { return value_; }
  std::string hex() const {
    std::string text;
    for (int shift = 28; shift >= 0; shift -= 4)
      text += "0123456789abcdef"[value_ >> shift & 15];
    return text;
  }

 private:
  std::uint32_t value_ = 2166136261U;
};

}  // namespace hufu::test
