// Work that may block (stores, the application's functions), on threads that exist while needed.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <utility>

namespace hufu::native {

/// Threads for single jobs. Copies speak for the same threads, which may outlive all of them: a job
/// may let go of the client. Thread-safe.
class Jobs {
 public:
  Jobs();

  /// Runs `job`, which must not throw, on a thread of its own; on the caller's if there can be
  /// none.
  void run(std::function<void()> job);
  /// From now on no idle thread is kept.
  void begin_finish();
  /// Waits for all jobs; called from a job, for all others.
  void finish();
  /// Whether the calling thread is in one of these jobs.
  bool is_here() const;
  bool is_finishing() const;

 private:
  struct Count;
  std::shared_ptr<Count> count_;
};

/// Jobs that are done one after the other, in the order in which they were posted.
///
/// `post` only notes the job, so it may be called under a lock; `wake` then sees to it that a
/// thread works. That thread stays for a second after the last job, since jobs come in bursts.
class JobLine : public std::enable_shared_from_this<JobLine> {
 public:
  explicit JobLine(Jobs jobs) : jobs_(std::move(jobs)) {}

  void post(std::function<void()> job);
  void wake();
  /// Has an idle thread look whether it should go.
  void nudge();

 private:
  void work();

  Jobs jobs_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool has_thread_ = false;
};

}  // namespace hufu::native
