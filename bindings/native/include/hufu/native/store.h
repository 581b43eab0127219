// Where a session outlives the program: the interface, and the store that forgets.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include <hufu/result.h>
#include <hufu/secret.h>

namespace hufu::native {

/// Keeps texts by key.
///
/// Errors: `store_unavailable`, with a detail that tells a person what to do. Thread: a client
/// makes one call at a time, from a thread of its own; a store that several clients share must be
/// thread-safe. A call may block (a keyring that asks), but must not wait for the client.
class Store {
 public:
  virtual ~Store() = default;

  /// The text under `key`; empty if none was saved.
  virtual Result<std::optional<Secret>> load(const std::string& key) = 0;
  /// When this returns without an error, the text survives a crash of the program or the machine.
  virtual Result<Nothing> save(const std::string& key, const Secret& value) = 0;
  /// Finds out whether a `save` of about as much as is there would succeed, and takes the room for
  /// it. Asked before a refresh token is spent: what comes for it must not get lost.
  virtual Result<Nothing> prepare_save(const std::string& /*key*/) { return Nothing{}; }
  /// Removing what is not there is no error.
  virtual Result<Nothing> erase(const std::string& key) = 0;

  /// The file by whose kernel lock processes exclude each other for the lock called `name`. Empty
  /// where no other process can see the store: then clients that share this object exclude each
  /// other.
  virtual std::string lock_file(const std::string& /*name*/) const { return {}; }
  /// What is compared to find out whether two clients share a store that has no lock file.
  virtual const void* identity() const { return this; }
};

/// Keeps texts until it goes. Thread-safe.
class MemoryStore final : public Store {
 public:
  Result<std::optional<Secret>> load(const std::string& key) override;
  Result<Nothing> save(const std::string& key, const Secret& value) override;
  Result<Nothing> erase(const std::string& key) override;

 private:
  std::mutex mutex_;
  std::map<std::string, Secret> texts_;
};

}  // namespace hufu::native
