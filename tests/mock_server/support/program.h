// The program as a child process.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

namespace hufu::mock::test {

/// Started with these arguments and no other environment than this; killed when it goes out of
/// scope.
class Program {
 public:
  explicit Program(std::vector<std::string> arguments, std::vector<std::string> environment = {});
  ~Program();
  Program(const Program&) = delete;

  /// The next line of its output, empty at the end.
  std::string read_line();
  /// Sends the signal and waits.
  int end_with(int signal);
  /// The exit status; -1 if a signal ended it.
  int wait();

 private:
  pid_t process_ = 0;
  std::FILE* output_ = nullptr;
};

/// The port in "listening http://127.0.0.1:PORT".
std::uint16_t port_in(const std::string& line);

}  // namespace hufu::mock::test
