#include "base/text.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace hufu {

// Through a volatile pointer, so that the stores are kept.
void wipe(char* letters, std::size_t size) noexcept {
  volatile char* letter = letters;
  while (size-- > 0)
    *letter++ = '\0';
}

constinit Text::Empty Text::nothing = {{{0, Block::Kind::text}, 0, 0}, '\0'};

HUFU_ONCE Text::Text(const char* text) : Text(std::string_view(text)) {}

HUFU_ONCE Text::Text(std::string_view text) {
  if (!text.empty()) append(text);
}

void Text::free_block(Block* block) {
  Body* const body = static_cast<Body*>(block);
  wipe(body->letters(), body->size);
  ::operator delete(body);
}

// Makes this the only word for its block, which then has room for as many letters.
void Text::own(std::size_t room) {
  if (block_ != nullptr && block_->owners == 1 && body()->room >= room) return;
  const std::size_t size = this->size();
  auto* const mine = static_cast<Body*>(::operator new(sizeof(Body) + room + 1));
  *mine = Body{
      {1, Block::Kind::text}, static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(room)};
  std::memcpy(mine->letters(), c_str(), size + 1);
  Block::drop(std::exchange(block_, mine));
}

HUFU_ONCE Text& Text::append(std::string_view more) {
  const std::size_t size = this->size() + more.size();
  Word old;  // `more` may lie in it
  if (block_ != nullptr && (block_->owners != 1 || body()->room < size)) old = *this;
  const bool grows = !empty() && body()->room < size;
  own(grows ? size + size / 2 : size);
  std::memcpy(body()->letters() + body()->size, more.data(), more.size());
  body()->size = static_cast<std::uint32_t>(size);
  body()->letters()[size] = '\0';
  return *this;
}

void Text::pop_back() {
  own(size());
  body()->letters()[--body()->size] = '\0';
}

void Text::reserve(std::size_t size) { own(std::max(size, this->size())); }

}  // namespace hufu
