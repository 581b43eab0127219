#include "base/block.h"

#include "base/ref.h"
#include "base/text.h"
#include "base/value.h"

namespace hufu {

void Block::keep(Block* block) {
  if (block != nullptr && block->owners != 0) ++block->owners;
}

void Block::drop(Block* block) {
  if (block == nullptr || block->owners == 0 || --block->owners != 0) return;
  switch (block->kind) {
    case Kind::text: return Text::free_block(block);
    case Kind::thing: return Thing::free_block(block);
    default: return Value::free_block(block);
  }
}

}  // namespace hufu
