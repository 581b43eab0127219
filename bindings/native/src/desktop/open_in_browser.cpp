#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <thread>

#include <hufu/native/browser.h>

#include "text/url.h"

extern char** environ;

namespace hufu::native {
namespace {

#if defined(__APPLE__)
constexpr const char* kOpener = "open";
#else
constexpr const char* kOpener = "xdg-open";  // obeys $BROWSER
#endif

constexpr int kLooks = 50;
constexpr std::chrono::milliseconds kBetweenLooks{20};

Error not_opened(const std::string& reason) {
  return Error{Errc::host_fault, "nothing could be opened: " + reason, 0, 0};
}

int spawn_quietly(const std::string& what, pid_t& process) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&files, stream, "/dev/null", O_RDWR, 0);
  std::string opener = kOpener;
  std::string argument = what;
  char* const words[] = {opener.data(), argument.data(), nullptr};
  const int failed = ::posix_spawnp(&process, kOpener, &files, nullptr, words, environ);
  posix_spawn_file_actions_destroy(&files);
  return failed;
}

/// Whether the opener says within a second that it failed. Some stay as long as what they opened:
/// those are left to themselves.
bool fails_soon(pid_t process) {
  for (int i = 0; i < kLooks; ++i) {
    int status = 0;
    if (::waitpid(process, &status, WNOHANG) != 0) return status != 0;
    std::this_thread::sleep_for(kBetweenLooks);
  }
  std::thread([process] { ::waitpid(process, nullptr, 0); }).detach();
  return false;
}

Result<Nothing> open(const std::string& what) {
  pid_t process = 0;
  if (const int failed = spawn_quietly(what, process); failed != 0) {
    return not_opened(std::string(kOpener) + ": " + std::strerror(failed));
  }
  if (fails_soon(process)) return not_opened(std::string(kOpener) + " found no program");
  return Nothing{};
}

}  // namespace

Result<Nothing> open_in_browser(const std::string& url) {
  if (!text::split_url(url)) {
    return Error{Errc::invalid_argument, "only http and https pages are opened", 0, 0};
  }
  return open(url);
}

Result<Nothing> open_file(const std::string& path) {
  if (!path.starts_with('/')) {  // a name could be an option of the opener's
    return Error{Errc::invalid_argument, "only a whole path is opened", 0, 0};
  }
  return open(path);
}

}  // namespace hufu::native
