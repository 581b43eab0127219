// The program hufu-mock-server.
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>
#include <thread>

#include "server.h"
#include "mock_settings/announcement.h"
#include "settings/config.h"
#include "store/database.h"

namespace {

using hufu::mock::Server;

// The two signals that ask a program to end are taken by one thread; everybody else never sees
// them.
sigset_t block_end_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);
  return signals;
}

void serve_until_signal(Server& server, const sigset_t& signals) {
  std::thread watcher([&server, &signals] {
    int taken = 0;
    sigwait(&signals, &taken);
    server.stop();
  });
  server.run();
  // If the network ended by itself the watcher still waits.
  pthread_kill(watcher.native_handle(), SIGTERM);
  watcher.join();
}

/// Asks this program to end once standard input has. The thread is left behind at any other end.
void end_with_stdin() {
  std::thread([] {
    std::array<char, 256> ignored{};
    ssize_t got = 1;
    while (got > 0 || (got < 0 && errno == EINTR))
      got = ::read(STDIN_FILENO, ignored.data(), ignored.size());
    ::kill(::getpid(), SIGTERM);
  }).detach();
}

int start(int argc, const char* const* argv) {
  const sigset_t signals = block_end_signals();
  Server server(hufu::mock::read_config(argc, argv));
  if (server.config().exit_with_stdin) end_with_stdin();
  const hufu::mock::Config& config = server.config();
  std::cout << "listening " << config.own_url << std::endl;
  // For people; programs read the line above.
  std::cerr << hufu::mock::describe_fakes(config);
  serve_until_signal(server, signals);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return start(argc, argv);
  } catch (const hufu::mock::ConfigError& error) {
    if (!error.message.empty()) std::cerr << "hufu-mock-server: " << error.message << "\n";
    return error.exit_status;
  } catch (const hufu::mock::DatabaseFailure& failure) {
    std::cerr << "hufu-mock-server: the database cannot be opened: " << failure.reason << "\n";
    return 3;
  } catch (const std::exception& error) {
    std::cerr << "hufu-mock-server: " << error.what() << "\n";
    return 1;
  }
}
