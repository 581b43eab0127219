#include "transport/io_thread.h"

#include <pthread.h>

#include <csignal>

namespace hufu::native {
namespace {

/// Signals are the application's: they go to the threads that it started itself.
class NoSignals {
 public:
  NoSignals() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~NoSignals() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  NoSignals(const NoSignals&) = delete;
  NoSignals& operator=(const NoSignals&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

Result<std::unique_ptr<IoThread>> IoThread::of(bool is_watched) {
  std::shared_ptr<NetworkLoop> loop =
      is_watched ? NetworkLoop::watched() : std::make_shared<NetworkLoop>();
  if (!loop) return Error{Errc::unsupported, "no event loop can watch this client here", 0, 0};
  return std::make_unique<IoThread>(std::move(loop));
}

void IoThread::turn() {
  {
    const std::lock_guard hold(mutex_);
    if (is_stopped_ || loop_->descriptor() < 0) return;
  }
  loop_->turn();
}

const std::shared_ptr<NetworkLoop>& IoThread::loop() {
  const std::lock_guard hold(mutex_);
  if (!thread_.joinable() && !is_stopped_ && loop_->descriptor() < 0) {
    const NoSignals mask;
    // The flag belongs to the loop's thread: it is set by work posted to it.
    const auto is_over = std::make_shared<bool>(false);
    over_ = is_over;
    thread_ = std::thread([loop = loop_, is_over] { loop->run([] {}, [&] { return *is_over; }); });
  }
  return loop_;
}

void IoThread::stop() {
  std::thread ending;
  {
    const std::lock_guard hold(mutex_);
    is_stopped_ = true;
    ending.swap(thread_);
  }
  if (loop_->descriptor() >= 0) {
    loop_->turn();  // ends that were posted are still told
    loop_->clear();
    return;
  }
  if (!ending.joinable()) return;
  loop_->post([is_over = over_] { *is_over = true; });
  ending.join();
  loop_->clear();
}

}  // namespace hufu::native
