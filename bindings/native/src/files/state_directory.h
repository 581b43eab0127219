// A directory that belongs to one user, and files in it that are replaced whole or not at all.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <hufu/result.h>
#include <hufu/secret.h>

#include "files/fd.h"

namespace hufu::native {

/// `$XDG_STATE_HOME/hufu`, else `~/.local/state/hufu`. Error: `store_unavailable`.
Result<std::string> default_state_directory();

/// All errors are `store_unavailable` and name the path and the reason. Thread-safe.
class StateDirectory {
 public:
  /// Creates what is missing with mode 0700. Refuses symbolic links, directories of other users and
  /// directories that others can write.
  static Result<StateDirectory> open(const std::string& path);
  /// The same for a directory that exists; nothing, and nothing created, where there is none.
  static Result<std::optional<StateDirectory>> find(const std::string& path);

  const std::string& path() const { return path_; }

  /// The whole file; nothing if there is none. Tightens its mode to 0600. Refuses symbolic links,
  /// files of other users, those that others can write, and what is not a file. More than 1 MiB is
  /// cut there.
  Result<std::optional<Secret>> read(const std::string& name) const;
  /// Makes room on the disk for the next `replace` with about as much as is there now. Only under
  /// the lock of the writers.
  Result<Nothing> reserve(const std::string& name) const;
  /// The room that was reserved and not used. Only under the lock of the writers.
  void give_back(const std::string& name) const;
  /// Old or new content, also after a power cut; mode 0600 under any umask. Only under the lock of
  /// the writers.
  Result<Nothing> replace(const std::string& name, const Secret& bytes) const;
  Result<Nothing> remove(const std::string& name) const;
  /// Renames a broken file to `….corrupt`, which is answered, in the place of an earlier one. Only
  /// under the lock of the writers.
  Result<std::string> set_aside(const std::string& name) const;
  /// Removes what was set aside of it. Only under the lock of the writers.
  Result<Nothing> remove_set_aside(const std::string& name) const;
  /// Whether there is a file whose name ends so.
  bool has_any(std::string_view suffix) const;
  /// Whether nothing can be created here: the disk's or the directory's mode forbids it.
  bool is_read_only() const;
  /// Removes what writers that were killed left behind. Only under the lock of the writers.
  void remove_leftovers() const;

 private:
  StateDirectory(std::string path, Fd fd) : path_(std::move(path)), fd_(std::move(fd)) {}
  Result<Nothing> write_draft(const std::string& name, const std::string& bytes) const;
  void each_name(const std::function<void(const std::string& name)>& visit) const;
  Error failure(const char* doing, const std::string& name, int number) const;
  Result<Nothing> flush() const;

  std::string path_;
  Fd fd_;
};

}  // namespace hufu::native
