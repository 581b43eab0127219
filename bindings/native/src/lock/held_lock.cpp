#include "lock/held_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <system_error>

namespace hufu::native {
namespace {

using std::chrono::steady_clock;

// How often the head of the line asks the kernel. There is no cancellable wait for flock; 20 ms
// keeps the promise that a killed holder is survived within 100 ms and costs 50 calls a second.
constexpr auto kFirstPause = std::chrono::milliseconds(1);
constexpr auto kLongestPause = std::chrono::milliseconds(20);

Error unusable(const LockPlace& place, int number) {
  return Error{Errc::store_unavailable,
               "cannot lock " + place.file + ": " + std::generic_category().message(number), 0, 0};
}

Error gave_up(const std::stop_token& stop) {
  return Error{stop.stop_requested() ? Errc::cancelled : Errc::lock_timeout, {}, 0, 0};
}

/// Sleeps, but wakes when `stop` is asked.
void pause(steady_clock::duration length, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock hold(mutex);
  never.wait_for(hold, stop, length, [] { return false; });
}

Result<Nothing> lock_file(int file, const LockPlace& place, Deadline until,
                          const std::stop_token& stop) {
  steady_clock::duration length = kFirstPause;
  while (true) {
    if (::flock(file, LOCK_EX | LOCK_NB) == 0) return Nothing{};
    if (errno != EWOULDBLOCK && errno != EINTR) return unusable(place, errno);
    const auto left = until - steady_clock::now();
    if (left <= left.zero() || stop.stop_requested()) return gave_up(stop);
    pause(std::min(length, left), stop);
    length = std::min<steady_clock::duration>(length * 2, kLongestPause);
  }
}

Deadline deadline_after(Millis wait_ms) {
  constexpr Millis kDay = 86'400'000;  // keeps absurd waits within the clock's range
  const std::chrono::duration<double, std::milli> wait(std::clamp(wait_ms, 0.0, kDay));
  return steady_clock::now() + std::chrono::duration_cast<steady_clock::duration>(wait);
}

}  // namespace

Result<HeldLock> HeldLock::take(const LockPlace& place, Millis wait_ms,
                                const std::stop_token& stop) {
  const Deadline until = deadline_after(wait_ms);
  std::optional<Turn> turn = Turn::wait(place.line, until, stop);
  if (!turn) return gave_up(stop);
  if (place.file.empty()) return HeldLock(std::move(*turn), Fd());

  // A descriptor's name is a link by nature, and nobody else's.
  const int follow = place.file.starts_with("/proc/self/fd/") ? 0 : O_NOFOLLOW;
  Fd file(::open(place.file.c_str(), O_RDWR | O_CREAT | follow | O_CLOEXEC, S_IRUSR | S_IWUSR));
  if (!file) return unusable(place, errno);
  // The umask may have taken the owner's own bits, which would keep the next process out.
  ::fchmod(file.number(), S_IRUSR | S_IWUSR);
  turn->closes_in_children(file.number());
  if (Result<Nothing> locked = lock_file(file.number(), place, until, stop); !locked) {
    return locked.error();
  }
  return HeldLock(std::move(*turn), std::move(file));
}

HeldLock::~HeldLock() {
  if (!file_) return;
  if (turn_.is_ours()) {
    // Closing is not enough: a child that was forked right after the file was opened has it too.
    ::flock(file_.number(), LOCK_UN);
  } else {
    // A child after fork() has closed the descriptor already; its number may name another file.
    file_.forget();
  }
}

}  // namespace hufu::native
