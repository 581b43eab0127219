// A directory of sealed files: one per key, AES-256-GCM, written atomically.
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

/// The key of a store from its text: 64 hexadecimal digits, or base64 (either alphabet) of 32
/// bytes. Error: `invalid_argument`, which does not repeat the text.
Result<Secret> read_store_key(std::string_view text);

struct FileStoreOptions {
  /// Created with mode 0700 if missing. Empty: `$XDG_STATE_HOME/hufu`, else `~/.local/state/hufu`.
  std::string directory;
  /// 32 bytes. Empty: read from the environment variable `HUFU_STORE_KEY`.
  std::optional<Secret> key;
  /// Without any key, keep sessions as plain text that only the file mode protects. With a key,
  /// accept such files once more, so that they are sealed by the next save.
  bool allow_plaintext = false;
  /// Told in a sentence: a broken file was set aside, plain text is in use. Called without a lock.
  std::function<void(const std::string& sentence)> on_warning;
};

/// One file per key in one directory, private to one user.
///
/// A file that is broken in any bit is renamed to `….corrupt`, `on_warning` is told, and the key
/// counts as never saved. A file that was sealed with another key or by a newer version is left
/// alone: `load` and `save` fail. `erase` removes either. This keeps no same-user malware out.
///
/// Errors: `store_unavailable`. Thread-safe; several objects and processes may share a directory.
class FileStore final : public Store {
 public:
  /// Errors: `store_unavailable` (no key and no `allow_plaintext`; a directory of another user, a
  /// symbolic link, or writable by others), `invalid_argument` (a key that is not 32 bytes).
  static Result<std::shared_ptr<FileStore>> open(FileStoreOptions options = {});
  ~FileStore() override;

  Result<std::optional<Secret>> load(const std::string& key) override;
  Result<Nothing> save(const std::string& key, const Secret& value) override;
  Result<Nothing> prepare_save(const std::string& key) override;
  Result<Nothing> erase(const std::string& key) override;
  std::string lock_file(const std::string& name) const override;

  bool is_encrypted() const;
  const std::string& directory() const;

 private:
  class Vault;
  explicit FileStore(std::unique_ptr<Vault> vault);

  std::unique_ptr<Vault> vault_;
};

}  // namespace hufu::native
