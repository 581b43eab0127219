// The program hufu-mock-server.
#include <signal.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <iostream>
#include <thread>

#include "ending.h"
#include "mock_server/mock_server.h"
#include "mock_settings/announcement.h"
#include "mock_settings/mock_config.h"

namespace {

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
  const hufu::mock::EndSignals signals;
  hufu::mock::MockServer server(hufu::mock::read_config(argc, argv));
  const hufu::mock::MockConfig& config = server.config();
  if (config.exit_with_stdin) end_with_stdin();
  std::cout << "listening " << config.own_url << std::endl;
  // For people; programs read the line above.
  std::cerr << hufu::mock::describe_fakes(config);
  signals.during([&server] { server.run(); }, [&server] { server.stop(); });
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  return hufu::mock::run_program("hufu-mock-server", [&] { return start(argc, argv); });
}
