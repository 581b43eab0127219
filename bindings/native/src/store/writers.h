// Those who write in a state directory take turns.
#pragma once

#include <string>
#include <string_view>

#include <hufu/result.h>

#include "files/state_directory.h"
#include "lock/held_lock.h"

namespace hufu::native {

/// Of the turns in one directory: who writes a file, and who chooses the store. The second may
/// take the first while it lasts, not the other way round.
inline constexpr std::string_view kWriterLock = ".writers.lock";
inline constexpr std::string_view kChooserLock = ".choosers.lock";

/// Waits at most five seconds: a turn takes milliseconds, or as long as a keyring does. Error:
/// `store_unavailable`.
Result<HeldLock> exclude_others(const StateDirectory& directory, std::string_view lock);

}  // namespace hufu::native
