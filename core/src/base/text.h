// Text of one word.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/block.h"

namespace hufu {

/// Overwrites the letters with zeros, also where their memory is about to be freed.
void wipe(char* letters, std::size_t size) noexcept;

/// A counted text with a zero byte behind it. Copies share it until one of them is changed. Half of
/// what passes through the core are tokens and codes, so each is wiped when it goes, also when it
/// only moves to have more room.
class HUFU_WORD Text : public Word {
 public:
  static constexpr std::size_t npos = std::string_view::npos;

  constexpr Text() = default;
  Text(const char* text);
  explicit Text(std::string_view text);
  Text& operator=(std::string_view text) { return *this = Text(text); }
  Text& operator=(const char* text) { return *this = Text(text); }

  std::size_t size() const { return block_ == nullptr ? 0 : body()->size; }
  bool empty() const { return size() == 0; }
  const char* c_str() const { return block_ == nullptr ? "" : body()->letters(); }
  const char* data() const { return c_str(); }
  const char* begin() const { return c_str(); }
  const char* end() const { return c_str() + size(); }
  operator std::string_view() const { return {c_str(), size()}; }
  /// A copy for the public headers, which nobody wipes.
  std::string to_std() const { return std::string(view()); }

  char operator[](std::size_t at) const { return c_str()[at]; }
  char front() const { return *c_str(); }
  char back() const { return c_str()[size() - 1]; }
  bool starts_with(char head) const { return view().starts_with(head); }
  bool starts_with(std::string_view head) const { return view().starts_with(head); }
  bool ends_with(char tail) const { return view().ends_with(tail); }
  bool ends_with(std::string_view tail) const { return view().ends_with(tail); }
  std::size_t find(std::string_view part) const { return view().find(part); }
  Text substr(std::size_t at, std::size_t count = npos) const {
    return Text(view().substr(at, count));
  }

  /// Appends; `more` may lie in this text itself.
  Text& append(std::string_view more);
  Text& operator+=(std::string_view more) { return append(more); }
  void push_back(char letter) { append({&letter, 1}); }
  void pop_back();
  void clear() { *this = Text(); }
  /// Room for as many letters, so that appending them moves nothing.
  void reserve(std::size_t size);

  friend bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }
  friend bool operator==(const Text& a, std::string_view b) { return a.view() == b; }
  friend bool operator==(const Text& a, const char* b) { return a.view() == b; }
  friend Text operator+(Text a, std::string_view b) { return std::move(a.append(b)); }

  /// Of `Block` alone: wipes and frees.
  static void free_block(Block* block);

 private:
  friend class Value;
  struct Body : Block {
    std::uint32_t size, room;
    char* letters() { return reinterpret_cast<char*>(this + 1); }
    const char* letters() const { return reinterpret_cast<const char*>(this + 1); }
  };
  struct Empty {
    Body body;
    char zero;
  };
  /// What an empty text is where there has to be one.
  static Empty nothing;

  Body* body() const { return static_cast<Body*>(block_); }
  std::string_view view() const { return *this; }
  void own(std::size_t room);
};

}  // namespace hufu
