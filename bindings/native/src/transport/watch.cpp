#include "transport/watch.h"

#if defined(__linux__)

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <array>
#include <cstdint>

namespace hufu::native {
namespace {

constexpr std::size_t kMostAtOnce = 64;

bool watch_reading(int epoll, int descriptor) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = descriptor;
  return ::epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == 0;
}

int selected(std::uint32_t events) {
  int what = 0;
  if ((events & (EPOLLIN | EPOLLHUP)) != 0) what |= CURL_CSELECT_IN;
  if ((events & EPOLLOUT) != 0) what |= CURL_CSELECT_OUT;
  if ((events & EPOLLERR) != 0) what |= CURL_CSELECT_ERR;
  return what;
}

}  // namespace

std::unique_ptr<Watch> Watch::of() {
  std::unique_ptr<Watch> watch(new Watch(
      ::epoll_create1(EPOLL_CLOEXEC), ::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
      ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)));
  if (watch->epoll_ < 0 || watch->timer_ < 0 || watch->call_ < 0) return nullptr;
  if (!watch_reading(watch->epoll_, watch->timer_)) return nullptr;
  if (!watch_reading(watch->epoll_, watch->call_)) return nullptr;
  return watch;
}

void Watch::attach(CURLM* multi) {
  curl().multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &Watch::on_socket);
  curl().multi_setopt(multi, CURLMOPT_SOCKETDATA, static_cast<void*>(this));
  curl().multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &Watch::on_timer);
  curl().multi_setopt(multi, CURLMOPT_TIMERDATA, static_cast<void*>(this));
}

Watch::~Watch() {
  for (const int descriptor : {call_, timer_, epoll_}) {
    if (descriptor >= 0) ::close(descriptor);
  }
}

void Watch::wake() {
  const std::uint64_t one = 1;
  static_cast<void>(!::write(call_, &one, sizeof one));
}

void Watch::perform(CURLM* multi) {
  std::array<epoll_event, kMostAtOnce> events;
  const int count = ::epoll_wait(epoll_, events.data(), static_cast<int>(events.size()), 0);
  int running = 0;
  for (int at = 0; at < count; ++at) {
    const int descriptor = events[static_cast<std::size_t>(at)].data.fd;
    if (descriptor == timer_ || descriptor == call_) {
      read_off(descriptor);
    } else {
      const std::uint32_t told = events[static_cast<std::size_t>(at)].events;
      curl().multi_socket_action(multi, descriptor, selected(told), &running);
    }
  }
  if (is_due()) {
    curl_wants_.reset();
    curl().multi_socket_action(multi, CURL_SOCKET_TIMEOUT, 0, &running);
  }
}

bool Watch::is_due() const { return curl_wants_ && *curl_wants_ <= Clock::now(); }

void Watch::set_timer(std::optional<Clock::time_point> next) {
  if (curl_wants_ && (!next || *curl_wants_ < *next)) next = curl_wants_;
  itimerspec wanted{};
  if (next) {
    // The clock of the timer is that of `steady_clock`. Zero would switch it off.
    using std::chrono::duration_cast;
    const auto since = next->time_since_epoch();
    const auto seconds = duration_cast<std::chrono::seconds>(since);
    wanted.it_value.tv_sec = static_cast<time_t>(seconds.count());
    wanted.it_value.tv_nsec =
        static_cast<long>(duration_cast<std::chrono::nanoseconds>(since - seconds).count());
    if (wanted.it_value.tv_sec == 0 && wanted.it_value.tv_nsec == 0) wanted.it_value.tv_nsec = 1;
  }
  ::timerfd_settime(timer_, TFD_TIMER_ABSTIME, &wanted, nullptr);
}

void Watch::read_off(int descriptor) {
  std::uint64_t count = 0;
  static_cast<void>(!::read(descriptor, &count, sizeof count));
}

int Watch::on_socket(CURL*, curl_socket_t socket, int what, void* self, void*) {
  const int epoll = static_cast<Watch*>(self)->epoll_;
  epoll_event event{};
  event.data.fd = socket;
  if (what == CURL_POLL_REMOVE) {
    // It may be closed already, and is then forgotten by itself.
    ::epoll_ctl(epoll, EPOLL_CTL_DEL, socket, &event);
    return 0;
  }
  if (what != CURL_POLL_OUT) event.events |= EPOLLIN;
  if (what != CURL_POLL_IN) event.events |= EPOLLOUT;
  if (::epoll_ctl(epoll, EPOLL_CTL_MOD, socket, &event) != 0) {
    ::epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event);
  }
  return 0;
}

int Watch::on_timer(CURLM*, long delay_ms, void* self) {
  Watch& watch = *static_cast<Watch*>(self);
  watch.curl_wants_.reset();
  if (delay_ms >= 0) watch.curl_wants_ = Clock::now() + std::chrono::milliseconds(delay_ms);
  return 0;
}

}  // namespace hufu::native

#else

namespace hufu::native {

std::unique_ptr<Watch> Watch::of() { return nullptr; }
void Watch::attach(CURLM*) {}
Watch::~Watch() = default;
void Watch::wake() {}
void Watch::perform(CURLM*) {}
bool Watch::is_due() const { return false; }
void Watch::set_timer(std::optional<Clock::time_point>) {}

}  // namespace hufu::native

#endif
