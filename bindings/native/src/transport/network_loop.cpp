#include "transport/network_loop.h"

#include <algorithm>
#include <utility>

#include "transport/quiet_pipe.h"

namespace hufu::native {
namespace {

constexpr std::size_t kMostIdleHandles = 4;  // about 5 KiB each
constexpr int kMostRounds = 4;
constexpr int kLongestPollMs = 60'000;  // post() ends a wait at once; this is only a bound

}  // namespace

std::shared_ptr<NetworkLoop> NetworkLoop::watched() {
  const auto loop = std::make_shared<NetworkLoop>();
  loop->watch_ = Watch::of();
  return loop->watch_ ? loop : nullptr;
}

NetworkLoop::~NetworkLoop() {
  const QuietPipe quiet;  // closing a TLS connection writes to it
  clear();
  idle_.clear();
  multi_.reset();
}

void NetworkLoop::post(std::function<void()> work) {
  {
    const std::lock_guard hold(posted_mutex_);
    posted_.push_back(std::move(work));
  }
  if (!has_posted_.exchange(true) && !is_here()) call();
}

/// Has whoever runs the loop look at what was posted. They look once more before they wait by
/// another means than the one that is seen here, so no call is lost.
void NetworkLoop::call() {
  if (watch_) {
    watch_->wake();
  } else if (CURLM* multi = woken_multi_.load()) {
    curl().multi_wakeup(multi);
  } else {
    { const std::lock_guard hold(posted_mutex_); }  // they look and begin to wait as one step
    came_.notify_one();
  }
}

void NetworkLoop::run(const std::function<void()>& first, const std::function<bool()>& is_done) {
  const QuietPipe quiet;
  runner_.store(std::this_thread::get_id());
  first();
  while (true) {
    run_posted();
    run_timers();
    if (is_done()) break;
    perform();
    if (is_done()) break;
    wait();
  }
  runner_.store(std::thread::id());
}

void NetworkLoop::turn() {
  const std::lock_guard one_at_a_time(turn_mutex_);
  const QuietPipe quiet;
  runner_.store(std::this_thread::get_id());
  // A request that was just posted is sent now; but an event loop is not held up by an endless run.
  for (int round = 0; round == 0 || (round < kMostRounds && (has_posted_ || watch_->is_due()));
       ++round) {
    run_posted();
    run_timers();
    perform();
  }
  runner_.store(std::thread::id());
  std::optional<Clock::time_point> next;
  if (!timers_.empty()) next = timers_.begin()->first.first;
  watch_->set_timer(next);
  if (has_posted_.load()) call();
}

void NetworkLoop::clear() {
  timers_.clear();
  while (!transfers_.empty())
    release(transfers_.begin()->first);
  const std::lock_guard hold(posted_mutex_);
  posted_.clear();
}

void NetworkLoop::add(std::shared_ptr<Transfer> transfer) {
  if (const Result<Nothing> opened = open_multi(); !opened) {
    transfer->fail(FailedAnswer{opened.error().code, opened.error().detail});
    return;
  }
  Easy easy = idle_easy();
  if (!easy || !transfer->prepare(easy.get()) ||
      curl().multi_add_handle(multi_.get(), easy.get()) != CURLM_OK) {
    transfer->end(CURLE_FAILED_INIT);
    return;
  }
  transfers_.emplace(easy.get(), std::move(transfer));
  static_cast<void>(easy.release());
}

void NetworkLoop::remove(const std::shared_ptr<Transfer>& transfer) {
  if (CURL* easy = easy_of(transfer)) release(easy);
}

void NetworkLoop::resume(const std::shared_ptr<Transfer>& transfer) {
  CURL* easy = easy_of(transfer);
  if (easy == nullptr) return;
  is_performing_ = true;  // libcurl hands over at once what it holds
  curl().easy_pause(easy, CURLPAUSE_CONT);
  is_performing_ = false;
}

NetworkLoop::TimerId NetworkLoop::after(Millis delay_ms, std::function<void()> work) {
  constexpr Millis kYear = 365.0 * 86'400'000;  // keeps absurd delays within the clock's range
  const std::chrono::duration<double, std::milli> delay(std::clamp(delay_ms, 0.0, kYear));
  const auto at = Clock::now() + std::chrono::duration_cast<Clock::duration>(delay);
  timers_.emplace(TimerKey(at, ++last_timer_), std::move(work));
  return last_timer_;
}

void NetworkLoop::cancel(TimerId timer) {
  std::erase_if(timers_, [&](const auto& entry) { return entry.first.second == timer; });
}

/// libcurl is loaded when there is something to send: timers and posted work do without.
Result<Nothing> NetworkLoop::open_multi() {
  if (multi_) return Nothing{};
  if (Result<Nothing> prepared = prepare_curl(); !prepared) return prepared.error();
  multi_.reset(curl().multi_init());
  if (!multi_) return Error{Errc::host_fault, "out of memory", 0, 0};
  if (watch_) watch_->attach(multi_.get());
  woken_multi_.store(multi_.get());
  return Nothing{};
}

void NetworkLoop::perform() {
  is_performing_ = true;
  if (watch_) {
    watch_->perform(multi_.get());
  } else if (multi_) {
    int running = 0;
    curl().multi_perform(multi_.get(), &running);
  }
  is_performing_ = false;
  if (multi_) end_finished();
}

/// Until there is something to do.
void NetworkLoop::wait() {
  if (multi_) {
    if (!has_posted_.load()) curl().multi_poll(multi_.get(), nullptr, 0, poll_ms(), nullptr);
    return;
  }
  std::unique_lock hold(posted_mutex_);
  came_.wait_for(hold, std::chrono::milliseconds(poll_ms()), [&] { return has_posted_.load(); });
}

bool NetworkLoop::run_posted() {
  if (!has_posted_.exchange(false)) return false;
  std::vector<std::function<void()>> work;
  {
    const std::lock_guard hold(posted_mutex_);
    work.swap(posted_);
  }
  for (const auto& piece : work)
    piece();
  return true;
}

void NetworkLoop::run_timers() {
  const auto now = Clock::now();
  while (!timers_.empty() && timers_.begin()->first.first <= now) {
    const auto due = timers_.extract(timers_.begin());
    due.mapped()();
  }
}

void NetworkLoop::end_finished() {
  int left = 0;
  while (const CURLMsg* message = curl().multi_info_read(multi_.get(), &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    CURL* easy = message->easy_handle;
    const CURLcode code = message->data.result;  // the message goes with the handle
    const auto found = transfers_.find(easy);
    const std::shared_ptr<Transfer> transfer = found->second;
    release(easy);
    transfer->end(code);
  }
}

int NetworkLoop::poll_ms() const {
  if (timers_.empty()) return kLongestPollMs;
  const auto left = timers_.begin()->first.first - Clock::now();
  const auto ms = std::chrono::ceil<std::chrono::milliseconds>(left).count();
  return static_cast<int>(std::clamp<std::int64_t>(ms, 0, kLongestPollMs));
}

Easy NetworkLoop::idle_easy() {
  if (idle_.empty()) return Easy(curl().easy_init());
  Easy easy = std::move(idle_.back());
  idle_.pop_back();
  return easy;
}

CURL* NetworkLoop::easy_of(const std::shared_ptr<Transfer>& transfer) const {
  const auto found = std::find_if(transfers_.begin(), transfers_.end(),
                                  [&](const auto& entry) { return entry.second == transfer; });
  return found == transfers_.end() ? nullptr : found->first;
}

void NetworkLoop::release(CURL* easy) {
  curl().multi_remove_handle(multi_.get(), easy);
  transfers_.erase(easy);
  Easy kept(easy);
  if (idle_.size() >= kMostIdleHandles) return;
  curl().easy_reset(easy);  // keeps no header, body or token of the last request
  idle_.push_back(std::move(kept));
}

}  // namespace hufu::native
