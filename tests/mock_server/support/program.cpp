// The program as a child process.
#include "support/program.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch_test_macros.hpp>

namespace hufu::mock::test {
namespace {

[[noreturn]] void become(std::vector<std::string>& arguments,
                         std::vector<std::string>& environment) {
  std::string program = MOCK_SERVER_PROGRAM;
  std::vector<char*> argv = {program.data()};
  for (std::string& argument : arguments)
    argv.push_back(argument.data());
  argv.push_back(nullptr);
  std::vector<char*> envp;
  for (std::string& variable : environment)
    envp.push_back(variable.data());
  envp.push_back(nullptr);
  ::execve(program.c_str(), argv.data(), envp.data());
  ::_exit(127);
}

}  // namespace

Program::Program(std::vector<std::string> arguments, std::vector<std::string> environment) {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDOUT_FILENO);
    ::dup2(::open("/dev/null", O_WRONLY), STDERR_FILENO);
    ::close(ends[0]);
    become(arguments, environment);
  }
  ::close(ends[1]);
  output_ = ::fdopen(ends[0], "r");
}

Program::~Program() {
  if (process_ > 0) end_with(SIGKILL);
  std::fclose(output_);
}

std::string Program::read_line() {
  std::string line;
  for (int symbol = std::fgetc(output_); symbol != EOF && symbol != '\n';
       symbol = std::fgetc(output_))
    line += static_cast<char>(symbol);
  return line;
}

int Program::end_with(int signal) {
  ::kill(process_, signal);
  return wait();
}

int Program::wait() {
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = 0;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::uint16_t port_in(const std::string& line) {
  return static_cast<std::uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
}

}  // namespace hufu::mock::test
