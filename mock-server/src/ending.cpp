// How the two programs end.
#include "ending.h"

#include <atomic>
#include <exception>
#include <iostream>
#include <thread>

#include "settings/config.h"
#include "store/database.h"

namespace hufu::mock {

EndSignals::EndSignals() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
  signal(SIGPIPE, SIG_IGN);
}

void EndSignals::during(const std::function<void()>& serve,
                        const std::function<void()>& ask) const {
  std::atomic<bool> is_over = false;
  std::thread watcher([&] {
    int taken = 0;
    while (sigwait(&signals_, &taken) == 0 && !is_over)
      ask();
  });
  // It still waits when serving is over, however that ended.
  const auto end_watcher = [&] {
    is_over = true;
    pthread_kill(watcher.native_handle(), SIGTERM);
    watcher.join();
  };
  try {
    serve();
  } catch (...) {
    end_watcher();
    throw;
  }
  end_watcher();
}

int run_program(const char* name, const std::function<int()>& program) {
  try {
    return program();
  } catch (const ConfigError& error) {
    if (!error.message.empty()) std::cerr << name << ": " << error.message << "\n";
    return error.exit_status;
  } catch (const DatabaseFailure& failure) {
    std::cerr << name << ": the database cannot be opened: " << failure.reason << "\n";
    return 3;
  } catch (const std::exception& error) {
    std::cerr << name << ": " << error.what() << "\n";
    return 1;
  }
}

}  // namespace hufu::mock
