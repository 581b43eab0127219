#include "store/writers.h"

namespace hufu::native {
namespace {

constexpr Millis kWaitMs = 5'000;

}  // namespace

Result<HeldLock> exclude_others(const StateDirectory& directory, std::string_view lock) {
  const std::string file = directory.path() + "/" + std::string(lock);
  Result<HeldLock> held = HeldLock::take({file, file}, kWaitMs);
  if (!held && held.error().code == Errc::lock_timeout) {
    return Error{Errc::store_unavailable, "another process holds " + file + " for seconds", 0, 0};
  }
  return held;
}

}  // namespace hufu::native
