// The memory that a program and the children which it forks keep a session in, together.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include <hufu/native/store.h>

namespace hufu::python {

/// Keeps texts in nameless memory (memfd), which fork() does not copy: so parent and child see each
/// other's renewed tokens, and exclude each other while they renew, as processes do that share a
/// file. Texts are gone with the last process that has it open. Thread-safe.
class SharedMemoryStore final : public native::Store {
 public:
  /// Nothing where the system has no such memory.
  static std::shared_ptr<SharedMemoryStore> make();
  SharedMemoryStore(int texts, int lock) : texts_(texts), lock_(lock) {}
  SharedMemoryStore(const SharedMemoryStore&) = delete;
  SharedMemoryStore& operator=(const SharedMemoryStore&) = delete;
  ~SharedMemoryStore() override;

  Result<std::optional<Secret>> load(const std::string& key) override;
  Result<Nothing> save(const std::string& key, const Secret& value) override;
  Result<Nothing> erase(const std::string& key) override;
  /// One for all names: two sessions in one memory seldom renew at the same moment.
  std::string lock_file(const std::string& name) const override;

  /// For a child after fork(), where `mutex_` may be held by a thread that does not exist: another
  /// store of the same memory. This one is not to be used any more, nor freed.
  std::shared_ptr<SharedMemoryStore> in_child() const;

 private:
  using Texts = std::map<std::string, Secret>;

  template <class Change>
  Result<Nothing> change(Change change);
  Result<Texts> read() const;
  bool write(const Texts& texts) const;

  std::mutex mutex_;
  const int texts_;
  const int lock_;
};

}  // namespace hufu::python
