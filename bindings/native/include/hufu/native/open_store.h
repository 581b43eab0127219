// Where a program keeps its sessions: chosen once, remembered, never replaced in silence.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <hufu/native/store.h>
#include <hufu/result.h>
#include <hufu/secret.h>

namespace hufu::native {

/// What protects stored sessions.
enum class StoreKind {
  keyring,       ///< Sealed files; their key lies in the system's keyring.
  supplied_key,  ///< Sealed files; their key comes from outside, see `StoreOptions::key`.
  plain,         ///< Plain files, which only their mode protects.
  memory,        ///< No files: sessions end with the program.
};

/// `keyring`, `supplied-key`, `plain`, `memory`.
std::string_view name_of(StoreKind kind);
/// The reverse; nothing for any other text.
std::optional<StoreKind> store_kind_named(std::string_view name);

struct StoreOptions {
  /// Created with mode 0700 if missing. Empty: `$XDG_STATE_HOME/hufu`, else `~/.local/state/hufu`.
  std::string directory;
  /// This store or an error. Nothing: what was remembered for the directory; else a supplied key
  /// where there is one; else the keyring; else plain files where `allow_plaintext` names them.
  std::optional<StoreKind> kind;
  /// 32 bytes. Nothing: from the environment variable `HUFU_STORE_KEY`, else from systemd's
  /// credential `hufu-store-key`; see `read_store_key` for how they are written.
  std::optional<Secret> key;
  /// Plain files may be written where nothing better is to be had, and plain files of before may be
  /// read and sealed.
  bool allow_plaintext = false;
  /// The keyring may ask the person to unlock it, for up to two minutes. Otherwise it is asked for
  /// at most three seconds, and a locked one is an error.
  bool interactive = false;
  /// Where no file can be kept, answer a store in memory, and say why by `on_warning`.
  bool or_memory = false;
  /// Told in a sentence whatever the person should know: no file can be kept, plain text is in use,
  /// a broken file was set aside. Called without a lock.
  std::function<void(const std::string& sentence)> on_warning;
};

struct OpenedStore {
  std::shared_ptr<Store> store;
  StoreKind kind = StoreKind::memory;
  /// Where the files lie; empty in memory.
  std::string directory;
  /// What the key comes from, as a person knows it: `Secret Service`, `HUFU_STORE_KEY`, `systemd
  /// credential`, `the program`. Empty where there is none.
  std::string key_source;
  /// Why it is in memory, if something better was asked for.
  std::string reason;
};

/// Opens the store of a program, and remembers the choice in the directory (a file `store`), so
/// that every later program takes the same.
///
/// A remembered keyring that does not answer is an error, and so is a supplied key that is missing:
/// neither is replaced by something else. Another kind is taken over a remembered one only while
/// the directory holds no sessions, or to seal plain ones.
///
/// Errors: `store_unavailable`, with a sentence that says what to do (with `or_memory`, a store in
/// memory instead); `invalid_argument` (a key that is none, `kind` and a key that exclude each
/// other); `unsupported` (a keyring is asked for by name and this build knows none).
/// Blocks for at most the time that the keyring may take and eight seconds for other processes.
Result<OpenedStore> open_store(const StoreOptions& options = {});

/// What `open_store` has remembered for `directory` (empty: the default one); nothing if nothing.
/// Creates nothing and asks no keyring. Error: `store_unavailable`.
Result<std::optional<StoreKind>> remembered_store(const std::string& directory = {});

/// The keyring that this build can ask, as a person knows it; empty if none.
std::string_view keyring_name();

}  // namespace hufu::native
