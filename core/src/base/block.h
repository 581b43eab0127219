// What every value of the core is made of: one word, which points to a counted block.
//
// The counts are not atomic: what is made of blocks belongs to one client, and stays behind its
// mutex (decision 23). Whatever crosses threads has the types of the public headers.
#pragma once

#include <cstdint>
#include <utility>

namespace hufu {

// A word goes through a register, where a compiler can be told that it may.
#if defined(__clang__)
#define HUFU_WORD [[clang::trivial_abi]]
#else
#define HUFU_WORD
#endif
// Written once, however often it is called: half of what the core does is counting.
#define HUFU_ONCE [[gnu::noinline]]

/// What the words that point to it share. Freed with the last of them, and wiped if it is a text.
struct Block {
  enum class Kind : std::uint8_t { text, boolean, number, array, object, thing };

  std::uint32_t owners;  ///< 0: for ever, and never written to.
  Kind kind;

  HUFU_ONCE static void keep(Block* block);
  HUFU_ONCE static void drop(Block* block);
};

/// The word itself. Null where there is nothing; copying it shares the block.
class HUFU_WORD Word {
 public:
  constexpr Word() = default;
  Word(const Word& other) : block_(other.block_) { Block::keep(block_); }
  Word(Word&& other) noexcept : block_(std::exchange(other.block_, nullptr)) {}
  Word& operator=(const Word& other) { return *this = Word(other); }
  Word& operator=(Word&& other) noexcept {
    Block* const block = std::exchange(other.block_, nullptr);
    Block::drop(std::exchange(block_, block));
    return *this;
  }
  ~Word() { Block::drop(block_); }

 protected:
  explicit constexpr Word(Block* block) : block_(block) {}

  Block* block_ = nullptr;
};

}  // namespace hufu
