// The store that was chosen for a directory, remembered there in a file of its own.
#pragma once

#include <optional>
#include <string>

#include <hufu/native/open_store.h>
#include <hufu/result.h>

#include "files/state_directory.h"

namespace hufu::native {

struct StoreChoice {
  StoreKind kind = StoreKind::memory;
  std::string key_id;  ///< 16 hexadecimal digits that name the key; empty for plain files.

  bool operator==(const StoreChoice&) const = default;
};

/// What is remembered; nothing if nothing, or, with `is_broken` set, if the file is no choice.
/// Error: `store_unavailable`; also for a choice that only a newer version understands.
Result<std::optional<StoreChoice>> read_choice(const StateDirectory& directory, bool& is_broken);

/// Only under the lock of the choosers. Error: `store_unavailable`.
Result<Nothing> write_choice(const StateDirectory& directory, const StoreChoice& choice);

/// A file that is no choice goes out of the way; the sentence that says so. Only under the lock of
/// the choosers. Error: `store_unavailable`.
Result<std::string> set_choice_aside(const StateDirectory& directory);

}  // namespace hufu::native
