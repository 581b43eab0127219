// Which store a directory gets: what was asked for, what is remembered, what is there.
#pragma once

#include <optional>
#include <string>

#include <hufu/native/open_store.h>
#include <hufu/result.h>
#include <hufu/secret.h>

#include "files/state_directory.h"
#include "store/choice.h"

namespace hufu::native {

/// A choice together with its key; without one for plain files.
struct ChosenStore {
  StoreChoice choice;
  std::optional<Secret> key;
  std::string key_source;  ///< As a person knows it.
};

/// Chooses, and remembers the choice in the directory. The order and the errors are those of
/// `open_store`.
Result<ChosenStore> choose_store(const StateDirectory& directory, const StoreOptions& options);

}  // namespace hufu::native
