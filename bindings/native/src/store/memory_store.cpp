#include <hufu/native/store.h>

namespace hufu::native {

Result<std::optional<Secret>> MemoryStore::load(const std::string& key) {
  const std::lock_guard hold(mutex_);
  const auto found = texts_.find(key);
  if (found == texts_.end()) return std::optional<Secret>();
  return std::optional<Secret>(found->second);
}

Result<Nothing> MemoryStore::save(const std::string& key, const Secret& value) {
  const std::lock_guard hold(mutex_);
  texts_.insert_or_assign(key, value);
  return Nothing{};
}

Result<Nothing> MemoryStore::erase(const std::string& key) {
  const std::lock_guard hold(mutex_);
  texts_.erase(key);
  return Nothing{};
}

}  // namespace hufu::native
