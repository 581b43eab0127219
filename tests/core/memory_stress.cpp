// A random life of core.wasm's allocator and memory functions (wasm/memory.cpp), as WebAssembly:
// blocks that keep what was written to them until it is freed, copies beside copies made byte by
// byte. wasm/test/stress.test.js runs it.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "dice.h"

namespace hufu::test {
namespace {

using Byte = unsigned char;

struct Block {
  Byte* at = nullptr;
  std::size_t size = 0;
  Byte first = 0;
};

Byte pattern(Byte first, std::size_t place) { return static_cast<Byte>(first + place * 7); }

class Life {
 public:
  explicit Life(std::uint32_t seed) : dice_(seed) {}

  // What went wrong first; empty if nothing did.
  const char* run(int steps) {
    for (int i = 0; i < steps && *fault_ == '\0'; ++i) {
      Block& block = blocks_[dice_.roll(static_cast<std::uint32_t>(blocks_.size()))];
      switch (dice_.roll(4)) {
        case 0: grow(block); break;
        case 1: replace(block); break;
        case 2: copy(); break;
        default: release(block); break;
      }
    }
    for (Block& block : blocks_)
      release(block);
    refuse();
    return fault_;
  }

 private:
  void expect(bool is_true, const char* what) {
    if (!is_true && *fault_ == '\0') fault_ = what;
  }

  std::size_t some_size() {
    return dice_.roll(dice_.one_in(50) ? 300'000 : dice_.one_in(5) ? 5'000 : 100);
  }

  void fill(Block& block, Byte* at, std::size_t size) {
    expect(at != nullptr, "no memory");
    expect(reinterpret_cast<std::uintptr_t>(at) % 8 == 0, "not aligned");
    if (*fault_ != '\0') return;
    block = {at, size, static_cast<Byte>(dice_.roll(256))};
    for (std::size_t i = 0; i < size; ++i)
      at[i] = pattern(block.first, i);
  }

  void check(const Block& block, const Byte* at, std::size_t size) {
    for (std::size_t i = 0; i < size; ++i)
      expect(at[i] == pattern(block.first, i), "a block was written over");
  }

  void release(Block& block) {
    check(block, block.at, block.size);
    std::free(block.at);
    block = {};
  }

  void replace(Block& block) {
    release(block);
    const std::size_t size = some_size();
    if (dice_.one_in(2)) return fill(block, static_cast<Byte*>(std::malloc(size)), size);
    auto* at = static_cast<Byte*>(std::calloc(size, 1));
    for (std::size_t i = 0; at != nullptr && i < size; ++i)
      expect(at[i] == 0, "calloc gave what was there before");
    fill(block, at, size);
  }

  void grow(Block& block) {
    const std::size_t size = some_size();
    auto* at = static_cast<Byte*>(std::realloc(block.at, size));
    if (at != nullptr) check(block, at, size < block.size ? size : block.size);
    fill(block, at, size);
  }

  void copy() {
    for (std::size_t i = 0; i < kRoom; ++i)
      ours_[i] = expected_[i] = static_cast<Byte>(dice_.draw());
    const std::size_t size = dice_.roll(80);
    const std::size_t to = dice_.roll(100);
    const std::size_t from = dice_.roll(100);
    const int byte = static_cast<int>(dice_.roll(1000)) - 500;
    const bool is_apart = to + size <= from || from + size <= to;
    const bool is_setting = dice_.one_in(3);
    for (std::size_t i = 0; i < size; ++i)
      expected_[to + i] = is_setting ? static_cast<Byte>(byte) : ours_[from + i];
    if (is_setting) {
      std::memset(&ours_[to], byte, size);
    } else if (is_apart) {
      std::memcpy(&ours_[to], &ours_[from], size);
    } else {
      std::memmove(&ours_[to], &ours_[from], size);
    }
    for (std::size_t i = 0; i < kRoom; ++i)
      expect(ours_[i] == expected_[i], "memcpy, memmove or memset");
  }

  void refuse() {
    expect(std::malloc(SIZE_MAX) == nullptr, "malloc of everything");
    expect(std::malloc(std::size_t{1} << 31) == nullptr, "malloc of half of everything");
    expect(std::calloc(std::size_t{1} << 31, 2) == nullptr, "calloc beyond everything");
    std::free(nullptr);
  }

  static constexpr std::size_t kRoom = 200;

  Dice dice_;
  const char* fault_ = "";
  std::array<Block, 64> blocks_;
  std::array<Byte, kRoom> ours_{};
  std::array<Byte, kRoom> expected_{};
};

}  // namespace
}  // namespace hufu::test

extern "C" __attribute__((used)) const char* memory_stress_run(std::uint32_t seed, int steps) {
  return hufu::test::Life(seed).run(steps);
}
