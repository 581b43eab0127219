// Where this program keeps its sessions: the store that all programs of the person share.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include <hufu/native/open_store.h>
#include <hufu/native/store.h>

namespace hufu::cli {

/// Another store that remembers why a session was not kept: the client goes on without.
class WatchedStore final : public native::Store {
 public:
  explicit WatchedStore(std::shared_ptr<native::Store> store) : store_(std::move(store)) {}

  Result<std::optional<Secret>> load(const std::string& key) override { return store_->load(key); }
  Result<Nothing> save(const std::string& key, const Secret& value) override;
  Result<Nothing> prepare_save(const std::string& key) override {
    return store_->prepare_save(key);
  }
  Result<Nothing> erase(const std::string& key) override { return store_->erase(key); }
  std::string lock_file(const std::string& name) const override { return store_->lock_file(name); }

  /// Of the last save, if that failed.
  std::optional<Error> trouble() const;

 private:
  const std::shared_ptr<native::Store> store_;
  mutable std::mutex mutex_;
  std::optional<Error> trouble_;
};

struct SessionStore {
  std::shared_ptr<WatchedStore> store;
  native::StoreKind kind = native::StoreKind::memory;
  std::string directory;   ///< Empty in memory.
  std::string key_source;  ///< As a person knows it; empty where there is no key.
  std::string reason;      ///< Why it is in memory, if something better was asked for.

  bool is_lasting() const { return kind != native::StoreKind::memory; }
};

/// The names that `open_session_store` takes.
std::vector<std::string> store_names();

/// How it is opened.
struct StoreSettings {
  std::string name;         ///< One of `store_names`; empty: what `native::open_store` chooses.
  bool asks = false;        ///< The keyring may ask the person to unlock it.
  bool may_forget = false;  ///< Where no file can be kept, memory will do; standard error says why.
};

/// Throws `Failure`.
SessionStore open_session_store(const StoreSettings& settings);

}  // namespace hufu::cli
