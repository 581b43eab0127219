// A named lock across threads and processes, held by the kernel: the end of its holder frees it.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include <hufu/result.h>
#include <hufu/time.h>

#include "files/fd.h"
#include "lock/line.h"

namespace hufu::native {

/// Where a lock lives.
struct LockPlace {
  std::string line;  ///< Excludes threads of this process that use the same text.
  std::string file;  ///< Excludes processes that use the same file; empty: only this process.
};

/// A lock, given back when this goes.
///
/// The file is locked by `flock`: released by the kernel however the holder ends, and not, like
/// `fcntl` locks, by any close of the file. It is never removed: a process that waits for a removed
/// file would wait for another lock than the rest.
class HeldLock {
 public:
  /// Waits at most `wait_ms`; 0 only tries. Errors: `lock_timeout`; `cancelled` when `stop` was
  /// asked; `store_unavailable` where the file cannot be opened or its file system knows no locks.
  static Result<HeldLock> take(const LockPlace& place, Millis wait_ms,
                               const std::stop_token& stop = {});

  HeldLock(HeldLock&&) noexcept = default;
  HeldLock& operator=(HeldLock&&) = delete;
  ~HeldLock();

 private:
  HeldLock(Turn turn, Fd file) : turn_(std::move(turn)), file_(std::move(file)) {}

  Turn turn_;  // Declared first: the file is let go before the next in line tries it.
  Fd file_;
};

}  // namespace hufu::native
