#include "mock_server.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

extern char** environ;

namespace demo {
namespace {

constexpr int kStartWithinMs = 10'000;
constexpr const char* kFirstLine = "listening ";

std::string make_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "hufu-demo-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) {
    throw std::runtime_error("cannot make a temporary folder: " + std::string(strerror(errno)));
  }
  return pattern;
}

}  // namespace

MockServer::MockServer(const std::string& program, const std::vector<std::string>& settings)
    : folder_(make_folder()), database_(folder_ + "/hufu.db") {
  try {
    start(program, settings);
  } catch (...) {
    std::filesystem::remove_all(folder_);
    throw;
  }
}

void MockServer::start(const std::string& program, const std::vector<std::string>& settings) {
  int ends[2];
  int life[2];
  if (pipe2(ends, O_CLOEXEC) != 0 || pipe2(life, O_CLOEXEC) != 0) {
    throw std::runtime_error("cannot make a pipe");
  }
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, life[0], STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  // What it tells whoever starts it by hand is nothing that a story is about.
  const std::string said = folder_ + "/said";
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, said.c_str(), O_CREAT | O_WRONLY, 0600);

  // It ends when its input does: with us, however we end.
  std::vector<std::string> words = {program,
                                    "--port",
                                    "0",
                                    "--control",
                                    "--database",
                                    "sqlite://" + database_,
                                    "--exit-with-stdin"};
  words.insert(words.end(), settings.begin(), settings.end());
  std::vector<char*> arguments;
  for (std::string& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const int failed =
      posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  close(life[0]);
  life_ = life[1];
  if (failed != 0) {
    close(ends[0]);
    process_ = -1;
    throw std::runtime_error("cannot start " + program + ": " + strerror(failed));
  }
  read_address(ends[0]);
  close(ends[0]);
}

void MockServer::read_address(int output) {
  std::string line;
  while (line.find('\n') == std::string::npos) {
    pollfd readable{output, POLLIN, 0};
    char some[256];
    const ssize_t count =
        poll(&readable, 1, kStartWithinMs) == 1 ? read(output, some, sizeof some) : 0;
    if (count <= 0) {
      std::ifstream said(folder_ + "/said");
      throw std::runtime_error("the mock server did not say where it listens. It said: " +
                               std::string(std::istreambuf_iterator<char>(said), {}));
    }
    line.append(some, static_cast<std::size_t>(count));
  }
  line.resize(line.find('\n'));
  if (line.rfind(kFirstLine, 0) != 0) {
    throw std::runtime_error("the mock server said: " + line);
  }
  url_ = line.substr(std::strlen(kFirstLine));
}

MockServer::~MockServer() {
  if (process_ > 0) {
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  close(life_);
  std::error_code ignored;  // a temporary folder that stays behind harms nobody
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace demo
