// Transfers and timers of one thread at a time, driven by libcurl's multi interface.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include <hufu/time.h>

#include "transport/curl_library.h"
#include "transport/transfer.h"
#include "transport/watch.h"

namespace hufu::native {

/// A loop is run by whoever needs its transfers: the client's own thread, or a caller who waits for
/// a request of their own and so performs it without any change of threads.
///
/// Threads: `post` and `is_here` from any; the rest only from posted work and from receivers'
/// functions, except `add`, `remove` and `resume`, which libcurl forbids in the latter.
class NetworkLoop {
 public:
  using TimerId = std::uint64_t;

  NetworkLoop() = default;
  /// One that an event loop of the program drives: whenever `descriptor` is readable, `turn`.
  /// Nothing where the system has no such descriptor.
  static std::shared_ptr<NetworkLoop> watched();
  NetworkLoop(const NetworkLoop&) = delete;
  NetworkLoop& operator=(const NetworkLoop&) = delete;
  ~NetworkLoop();

  /// Has `work` done on the loop's thread, in order, soon. Work that is posted while nobody runs
  /// the loop is done when somebody does.
  void post(std::function<void()> work);
  /// Whether the calling thread runs this loop just now.
  bool is_here() const { return runner_.load() == std::this_thread::get_id(); }
  /// Whether libcurl is at work, so that transfers cannot be touched; on the loop's thread.
  bool is_performing() const { return is_performing_; }

  /// Does `first`, then runs until `is_done` says so; asked after every step.
  void run(const std::function<void()>& first, const std::function<bool()>& is_done);

  /// -1, unless it is watched.
  int descriptor() const { return watch_ ? watch_->descriptor() : -1; }
  /// Does what can be done without waiting; from any thread, one after the other.
  void turn();

  /// Drops all transfers, timers and posted work without a word; only while nobody runs the loop.
  void clear();

  void add(std::shared_ptr<Transfer> transfer);
  /// Stops a transfer; its receiver is told nothing more.
  void remove(const std::shared_ptr<Transfer>& transfer);
  /// Goes on with a transfer whose receiver said `later`.
  void resume(const std::shared_ptr<Transfer>& transfer);

  TimerId after(Millis delay_ms, std::function<void()> work);
  void cancel(TimerId timer);

 private:
  using Clock = std::chrono::steady_clock;
  using TimerKey = std::pair<Clock::time_point, TimerId>;

  Result<Nothing> open_multi();
  void perform();
  void wait();
  bool run_posted();
  void run_timers();
  void end_finished();
  int poll_ms() const;
  void call();
  Easy idle_easy();
  CURL* easy_of(const std::shared_ptr<Transfer>& transfer) const;
  void release(CURL* easy);

  std::unique_ptr<Watch> watch_;  // libcurl speaks to it until the very end
  std::mutex turn_mutex_;
  Multi multi_;  // null until the first transfer
  std::unordered_map<CURL*, std::shared_ptr<Transfer>> transfers_;
  std::vector<Easy> idle_;
  std::map<TimerKey, std::function<void()>> timers_;
  TimerId last_timer_ = 0;
  bool is_performing_ = false;

  std::atomic<std::thread::id> runner_;
  std::atomic<CURLM*> woken_multi_ = nullptr;
  std::atomic<bool> has_posted_ = false;
  std::mutex posted_mutex_;
  std::condition_variable came_;
  std::vector<std::function<void()>> posted_;
};

}  // namespace hufu::native
