// One visit to the Secret Service: a key is found there, or kept.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include <hufu/result.h>
#include <hufu/secret.h>

#include "store/keyring.h"
#include "store/libsecret.h"

namespace hufu::native {

/// An object of GLib's, given back when this goes.
template <class Object>
using Held = std::unique_ptr<Object, std::function<void(Object*)>>;

/// On a thread that may be abandoned, so it owns all that it uses.
class KeyringVisit {
 public:
  KeyringVisit(bool may_prompt, KeyringEntry entry);

  Result<std::optional<Secret>> find();
  Result<Nothing> keep(const Secret& key);
  void cancel();
  bool is_cancelled() const { return is_cancelled_; }

 private:
  Result<Nothing> connect();
  /// The attributes by which the key is kept, or as many of them as it is looked for by.
  Held<GHashTable> table(bool whole);
  Result<Held<SecretItem>> search();
  /// The first that is open, else the first.
  Held<SecretItem> take_one(GList* items);
  Result<std::optional<Secret>> read(SecretItem* item);
  Result<Held<SecretCollection>> default_collection();
  /// Whether the default collection was locked; then it is open now.
  Result<bool> open_default();
  Result<Held<SecretCollection>> unlocked_collection();
  Result<Nothing> unlock(void* object);
  Error failure(const char* doing, GError* why);

  const Libsecret& api_ = *libsecret();
  bool may_prompt_;
  KeyringEntry entry_;
  SecretSchema schema_;
  Held<GCancellable> cancellable_;
  Held<SecretService> service_;
  std::atomic<bool> is_cancelled_ = false;
};

}  // namespace hufu::native
