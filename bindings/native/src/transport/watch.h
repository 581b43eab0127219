// A multi handle's sockets, timers and calls for attention as one descriptor.
#pragma once

#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <optional>

#include "transport/curl_library.h"

namespace hufu::native {

/// For a loop that an event loop of the program drives: the descriptor is readable while there is
/// something to do. Linux: an epoll that holds the sockets, a timer and an eventfd.
///
/// Threads: `wake` from any; the rest from one at a time.
class Watch {
 public:
  using Clock = std::chrono::steady_clock;

  /// Nothing where the system has no such descriptor, or no more of them.
  static std::unique_ptr<Watch> of();
  Watch(const Watch&) = delete;
  Watch& operator=(const Watch&) = delete;
  ~Watch();

  int descriptor() const { return epoll_; }
  /// Has libcurl tell of the sockets and timers of `multi`, which ends before this does.
  void attach(CURLM* multi);
  /// Makes the descriptor readable.
  void wake();
  /// Lets libcurl do what can be done without waiting; `multi` is null if none is attached.
  void perform(CURLM* multi);
  /// Whether libcurl wants to go on at once.
  bool is_due() const;
  /// Makes the descriptor readable at `next`, or when libcurl wants it, whichever comes first.
  void set_timer(std::optional<Clock::time_point> next);

 private:
  Watch(int epoll, int timer, int call) : epoll_(epoll), timer_(timer), call_(call) {}
  static int on_socket(CURL* easy, curl_socket_t socket, int what, void* self, void* known);
  static int on_timer(CURLM* multi, long delay_ms, void* self);
  void read_off(int descriptor);

  int epoll_;
  int timer_;
  int call_;
  std::optional<Clock::time_point> curl_wants_;
};

}  // namespace hufu::native
