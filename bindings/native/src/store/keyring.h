// The system's keyring: keeps the key that seals files. One implementation for each system.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <hufu/result.h>
#include <hufu/secret.h>

namespace hufu::native {

/// Which key: that with this id or, without an id, any that was made for this directory.
struct KeyringEntry {
  std::string directory;
  std::string key_id;  ///< 16 hexadecimal digits; see `name_of_key`.
};

/// How long the keyring may take, and whether it may ask the person.
struct KeyringOptions {
  std::chrono::milliseconds patience{3'000};
  bool may_prompt = false;
};

/// Errors of all calls: `store_unavailable`, with a sentence that says what to do: the keyring is
/// absent, locked, refuses, or did not answer in time. The calls together take no longer than the
/// patience of its options, counted from when it was made, whatever the keyring does.
class Keyring {
 public:
  virtual ~Keyring() = default;

  /// The key; nothing if the keyring holds none.
  virtual Result<std::optional<Secret>> find(const KeyringEntry& entry) = 0;
  virtual Result<Nothing> keep(const KeyringEntry& entry, const Secret& key) = 0;
};

/// The system's keyring; null where this build knows none. `keyring_name()` says what it is.
std::unique_ptr<Keyring> system_keyring(const KeyringOptions& options);

}  // namespace hufu::native
