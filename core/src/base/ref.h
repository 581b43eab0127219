// Things that several flows share.
#pragma once

#include <cstddef>
#include <utility>

#include "base/block.h"

namespace hufu {

/// A block with an object of C++ in it.
struct Thing : Block {
  void (*destroy)(Thing*);

  static void free_block(Block* block) {
    Thing* const thing = static_cast<Thing*>(block);
    thing->destroy(thing);
  }
};

/// A counted `T`, or null.
template <class T>
class HUFU_WORD Ref : public Word {
 public:
  Ref() = default;
  Ref(std::nullptr_t) {}
  /// What an untyped word points to is a `T`, or it is null.
  explicit Ref(Word word) : Word(std::move(word)) {}

  template <class... Parts>
  static Ref make(Parts&&... parts) {
    Ref ref;
    ref.block_ = new Box{{{1, Block::Kind::thing}, &destroy}, T{std::forward<Parts>(parts)...}};
    return ref;
  }

  T* get() const { return block_ == nullptr ? nullptr : &static_cast<Box*>(block_)->value; }
  T& operator*() const { return static_cast<Box*>(block_)->value; }
  T* operator->() const { return &static_cast<Box*>(block_)->value; }
  explicit operator bool() const { return block_ != nullptr; }
  /// Whether both are the same thing.
  friend bool operator==(const Ref& a, const Ref& b) { return a.block_ == b.block_; }
  friend bool operator==(const Ref& a, std::nullptr_t) { return a.block_ == nullptr; }

 private:
  struct Box : Thing {
    T value;
  };
  static void destroy(Thing* thing) { delete static_cast<Box*>(thing); }
};

}  // namespace hufu
