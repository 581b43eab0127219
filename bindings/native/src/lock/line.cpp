#include "lock/line.h"

#include <pthread.h>
#include <unistd.h>

#include <atomic>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <utility>

namespace hufu::native {

/// All lines of this process.
class Lines {
 public:
  static Lines* current();

  bool wait(const std::string& name, Deadline until, const std::stop_token& stop);
  void leave(const std::string& name, int descriptor);
  void closes_in_children(int descriptor);

 private:
  struct Line {
    bool is_taken = false;
    std::deque<std::uint64_t> waiting;
  };

  static std::atomic<Lines*>& place();
  static void before_fork();
  static void after_fork_in_parent();
  static void after_fork_in_child();

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::map<std::string, Line> lines_;
  std::set<int> descriptors_;
  std::uint64_t last_number_ = 0;
};

std::atomic<Lines*>& Lines::place() {
  // Never freed: locks may be given back while the program's static objects are destroyed.
  static std::atomic<Lines*> lines{[] {
    pthread_atfork(before_fork, after_fork_in_parent, after_fork_in_child);
    return new Lines;
  }()};
  return lines;
}

Lines* Lines::current() { return place().load(); }

void Lines::before_fork() { current()->mutex_.lock(); }

void Lines::after_fork_in_parent() { current()->mutex_.unlock(); }

void Lines::after_fork_in_child() {
  for (const int descriptor : current()->descriptors_)
    ::close(descriptor);
  // The old lines belong to threads that do not exist here, its condition variable counts them.
  place().store(new Lines);
}

bool Lines::wait(const std::string& name, Deadline until, const std::stop_token& stop) {
  std::unique_lock hold(mutex_);
  Line& line = lines_[name];
  const std::uint64_t mine = ++last_number_;
  line.waiting.push_back(mine);
  const bool is_first = changed_.wait_until(
      hold, stop, until, [&] { return !line.is_taken && line.waiting.front() == mine; });
  std::erase(line.waiting, mine);
  if (is_first) {
    line.is_taken = true;
  } else {
    // Whoever stood behind may be at the front now.
    changed_.notify_all();
    if (!line.is_taken && line.waiting.empty()) lines_.erase(name);
  }
  return is_first;
}

void Lines::leave(const std::string& name, int descriptor) {
  const std::lock_guard hold(mutex_);
  descriptors_.erase(descriptor);
  Line& line = lines_[name];
  line.is_taken = false;
  if (line.waiting.empty()) {
    lines_.erase(name);
  } else {
    changed_.notify_all();
  }
}

void Lines::closes_in_children(int descriptor) {
  const std::lock_guard hold(mutex_);
  descriptors_.insert(descriptor);
}

std::optional<Turn> Turn::wait(const std::string& name, Deadline until,
                               const std::stop_token& stop) {
  Lines* lines = Lines::current();
  if (!lines->wait(name, until, stop)) return std::nullopt;
  return Turn(lines, name);
}

Turn::Turn(Turn&& other) noexcept
    : lines_(std::exchange(other.lines_, nullptr)),
      name_(std::move(other.name_)),
      descriptor_(other.descriptor_) {}

Turn::~Turn() {
  if (lines_ != nullptr && is_ours()) lines_->leave(name_, descriptor_);
}

void Turn::closes_in_children(int descriptor) {
  descriptor_ = descriptor;
  lines_->closes_in_children(descriptor);
}

bool Turn::is_ours() const { return lines_ == Lines::current(); }

}  // namespace hufu::native
