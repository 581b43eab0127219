// What was found out, kept by a digest of what it was asked for.
#pragma once

#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <utility>

#include "digest.h"

namespace hufu::server {

/// At most 10,000; the oldest go first. Threads may share it.
template <class Value>
class Kept {
 public:
  std::optional<Value> found(const TextDigest& digest) const {
    const std::lock_guard hold(mutex_);
    const auto entry = entries_.find(digest);
    return entry == entries_.end() ? std::nullopt : std::optional(entry->second.value);
  }

  void keep(const TextDigest& digest, Value value) {
    keep_if(digest, std::move(value), [] { return true; });
  }

  /// Nobody drops anything between the condition and the keeping.
  template <class Condition>
  void keep_if(const TextDigest& digest, Value value, Condition condition) {
    const std::lock_guard hold(mutex_);
    if (!condition()) return;
    drop_one(digest);
    in_order_.push_back(digest);
    entries_.emplace(digest, Entry{std::move(value), std::prev(in_order_.end())});
    if (entries_.size() > kMost) drop_one(TextDigest(in_order_.front()));
  }

  void drop(const TextDigest& digest) {
    const std::lock_guard hold(mutex_);
    drop_one(digest);
  }

  template <class Condition>
  void drop_if(Condition condition) {
    const std::lock_guard hold(mutex_);
    for (auto at = in_order_.begin(); at != in_order_.end();) {
      const TextDigest digest = *at++;
      if (condition(entries_.at(digest).value)) drop_one(digest);
    }
  }

  std::size_t size() const {
    const std::lock_guard hold(mutex_);
    return entries_.size();
  }

  static constexpr std::size_t kMost = 10'000;

 private:
  struct Entry {
    Value value;
    std::list<TextDigest>::iterator place;
  };

  void drop_one(const TextDigest& digest) {
    const auto entry = entries_.find(digest);
    if (entry == entries_.end()) return;
    in_order_.erase(entry->second.place);
    entries_.erase(entry);
  }

  mutable std::mutex mutex_;
  std::list<TextDigest> in_order_;
  std::unordered_map<TextDigest, Entry, HashOfDigest> entries_;
};

}  // namespace hufu::server
