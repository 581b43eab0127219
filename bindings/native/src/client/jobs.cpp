#include "client/jobs.h"

#include <chrono>
#include <thread>
#include <utility>

namespace hufu::native {

namespace {

constexpr auto kIdleTime = std::chrono::seconds(1);

}  // namespace

struct Jobs::Count {
  std::mutex mutex;
  std::condition_variable changed;
  std::size_t running = 0;
  bool is_finishing = false;

  /// The jobs that the calling thread is in.
  static const Count*& here() {
    thread_local const Count* count = nullptr;
    return count;
  }
};

Jobs::Jobs() : count_(std::make_shared<Count>()) {}

void Jobs::run(std::function<void()> job) {
  {
    const std::lock_guard hold(count_->mutex);
    ++count_->running;
  }
  auto task = [count = count_, job = std::move(job)]() mutable {
    const Count* const outer = std::exchange(Count::here(), count.get());
    job();
    job = nullptr;  // what it holds goes before anyone is told that it has ended
    Count::here() = outer;
    const std::lock_guard hold(count->mutex);
    --count->running;
    count->changed.notify_all();
  };
  try {
    std::thread(task).detach();
  } catch (...) {
    task();
  }
}

void Jobs::begin_finish() {
  const std::lock_guard hold(count_->mutex);
  count_->is_finishing = true;
}

void Jobs::finish() {
  begin_finish();
  const std::size_t own = is_here() ? 1 : 0;
  std::unique_lock hold(count_->mutex);
  count_->changed.wait(hold, [&] { return count_->running <= own; });
}

bool Jobs::is_here() const { return Count::here() == count_.get(); }

bool Jobs::is_finishing() const {
  const std::lock_guard hold(count_->mutex);
  return count_->is_finishing;
}

void JobLine::post(std::function<void()> job) {
  const std::lock_guard hold(mutex_);
  waiting_.push_back(std::move(job));
}

void JobLine::wake() {
  {
    const std::lock_guard hold(mutex_);
    if (waiting_.empty()) return;
    if (has_thread_) {
      changed_.notify_one();
      return;
    }
    has_thread_ = true;
  }
  jobs_.run([self = shared_from_this()] { self->work(); });
}

void JobLine::nudge() {
  const std::lock_guard hold(mutex_);
  changed_.notify_all();
}

void JobLine::work() {
  std::unique_lock hold(mutex_);
  while (true) {
    if (waiting_.empty()) {
      if (!jobs_.is_finishing()) changed_.wait_for(hold, kIdleTime);
      if (waiting_.empty()) break;
    }
    // All at once: in a burst of thousands the poster is not held up by each of them.
    std::deque<std::function<void()>> jobs;
    jobs.swap(waiting_);
    hold.unlock();
    for (; !jobs.empty(); jobs.pop_front()) {
      try {
        jobs.front()();
      } catch (...) {  // a callback of the application; there is nobody to tell
      }
    }
    hold.lock();
  }
  has_thread_ = false;
}

}  // namespace hufu::native
