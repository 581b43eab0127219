// Keeps SIGPIPE from a thread while libcurl and OpenSSL write to sockets that may be closed.
#pragma once

#include <pthread.h>

#include <csignal>

namespace hufu::native {

/// With CURLOPT_NOSIGNAL, which threads need, libcurl leaves SIGPIPE to the application, and
/// OpenSSL writes without MSG_NOSIGNAL. A library must not end its program for a lost connection,
/// nor change what the program does with signals: so the signal waits, and is taken back if it came
/// from here.
class QuietPipe {
 public:
  QuietPipe() : was_pending_(is_pending()) {
    if (was_pending_) return;
    sigset_t pipe = pipe_only();
    pthread_sigmask(SIG_BLOCK, &pipe, &before_);
  }
  QuietPipe(const QuietPipe&) = delete;
  QuietPipe& operator=(const QuietPipe&) = delete;
  ~QuietPipe() {
    if (was_pending_) return;
    if (is_pending()) {
      sigset_t pipe = pipe_only();
      int taken = 0;
      sigwait(&pipe, &taken);
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

 private:
  static sigset_t pipe_only() {
    sigset_t pipe;
    sigemptyset(&pipe);
    sigaddset(&pipe, SIGPIPE);
    return pipe;
  }
  static bool is_pending() {
    sigset_t pending;
    sigemptyset(&pending);
    sigpending(&pending);
    return sigismember(&pending, SIGPIPE) == 1;
  }

  bool was_pending_;
  sigset_t before_{};
};

}  // namespace hufu::native
