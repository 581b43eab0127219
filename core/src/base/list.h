// A list of one word.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <new>
#include <utility>

#include "base/block.h"

namespace hufu {

/// The items stand one behind the other, with their number before them. They are moved by copying
/// their bytes, so none may point into itself. Belongs to one owner; a copy has copies of them.
template <class T>
class HUFU_WORD List {
 public:
  List() = default;
  List(const List& other) {
    for (const T& each : other)
      push_back(each);
  }
  List(List&& other) noexcept : head_(std::exchange(other.head_, nullptr)) {}
  List& operator=(List other) noexcept {
    std::swap(head_, other.head_);
    return *this;
  }
  ~List() { clear(); }

  std::size_t size() const { return head_ == nullptr ? 0 : head_->size; }
  bool empty() const { return size() == 0; }
  T* begin() { return items(); }
  T* end() { return items() + size(); }
  const T* begin() const { return items(); }
  const T* end() const { return items() + size(); }
  T& operator[](std::size_t at) { return items()[at]; }
  const T& operator[](std::size_t at) const { return items()[at]; }
  const T& front() const { return *items(); }
  const T& back() const { return end()[-1]; }

  T& push_back(T item) {
    if (head_ == nullptr || head_->size == head_->room) grow();
    return *new (items() + head_->size++) T(std::move(item));
  }
  void erase(T* item) {
    item->~T();
    const auto behind = static_cast<std::size_t>(end() - item - 1);
    std::memmove(static_cast<void*>(item), item + 1, behind * sizeof(T));  // NOLINT(bugprone-*)
    --head_->size;
  }
  void clear() {
    Head* const head = std::exchange(head_, nullptr);
    if (head == nullptr) return;
    T* const items = reinterpret_cast<T*>(head + 1);
    for (std::size_t i = 0; i < head->size; ++i)
      items[i].~T();
    ::operator delete(head);
  }

 private:
  struct alignas(alignof(T) > 8 ? alignof(T) : 8) Head {
    std::uint32_t size, room;
  };

  T* items() const { return reinterpret_cast<T*>(head_ + 1); }

  void grow() {
    const std::size_t size = this->size();
    const std::size_t room = std::max<std::size_t>(4, 2 * size);
    // NOLINTBEGIN(bugprone-*)
    auto* const larger = static_cast<Head*>(::operator new(sizeof(Head) + room * sizeof(T)));
    *larger = {static_cast<std::uint32_t>(size), static_cast<std::uint32_t>(room)};
    if (size > 0) std::memcpy(static_cast<void*>(larger + 1), items(), size * sizeof(T));
    // NOLINTEND(bugprone-*)
    ::operator delete(std::exchange(head_, larger));
  }

  Head* head_ = nullptr;
};

}  // namespace hufu
