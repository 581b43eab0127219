// A state directory is found, or made, and looked at before anything is kept in it.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "files/refusal.h"
#include "files/state_directory.h"

namespace hufu::native {
namespace {

Result<Nothing> create_missing(const std::string& path) {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::path(path).parent_path();
  if (!parent.empty() && !std::filesystem::exists(parent, error)) {
    if (Result<Nothing> made = create_missing(parent.string()); !made) return made;
  }
  if (::mkdir(path.c_str(), S_IRWXU) != 0) {
    if (errno == EEXIST) return Nothing{};
    return unavailable("cannot create the directory " + path + ": " + reason(errno));
  }
  // Otherwise a power cut could take the directory with the first session in it.
  const char* holder = parent.empty() ? "." : parent.c_str();
  const Fd above(retried([&] { return ::open(holder, O_RDONLY | O_DIRECTORY | O_CLOEXEC); }));
  if (above) ::fsync(above.number());
  return Nothing{};
}

Result<Nothing> check_private(const std::string& path, const struct stat& found) {
  if (found.st_uid != ::geteuid()) {
    return unavailable("the directory " + path + " belongs to another user");
  }
  if ((found.st_mode & kOthersWrite) != 0) {
    return unavailable("others can write the directory " + path + "; make it private (chmod 700)");
  }
  return Nothing{};
}

}  // namespace

Result<std::string> default_state_directory() {
  const char* state = std::getenv("XDG_STATE_HOME");
  // The XDG specification: relative paths are to be ignored.
  if (state != nullptr && *state == '/') return std::string(state) + "/hufu";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::string(home) + "/.local/state/hufu";
  return unavailable("neither XDG_STATE_HOME nor HOME says where to keep files");
}

Result<std::optional<StateDirectory>> StateDirectory::find(const std::string& path) {
  struct stat found {};
  const bool is_missing = ::lstat(path.c_str(), &found) != 0 && errno == ENOENT;
  if (is_missing) return std::optional<StateDirectory>();
  Result<StateDirectory> directory = open(path);
  if (!directory) return directory.error();
  return std::optional<StateDirectory>(*std::move(directory));
}

Result<StateDirectory> StateDirectory::open(const std::string& path) {
  std::error_code error;
  const bool is_new = !std::filesystem::exists(std::filesystem::symlink_status(path, error));
  if (is_new) {
    if (Result<Nothing> made = create_missing(path); !made) return made.error();
  }
  Fd fd(retried(
      [&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC); }));
  if (!fd) {
    const bool is_link = errno == ELOOP || errno == ENOTDIR;
    return unavailable(path + (is_link ? " is a symbolic link or no directory"
                                       : ": cannot open the directory: " + reason(errno)));
  }
  // mkdir obeys the umask, which may have taken the owner's own bits.
  if (is_new) ::fchmod(fd.number(), S_IRWXU);
  struct stat found {};
  if (::fstat(fd.number(), &found) != 0) return unavailable(path + ": " + reason(errno));
  if (Result<Nothing> allowed = check_private(path, found); !allowed) return allowed.error();
  return StateDirectory(path, std::move(fd));
}

}  // namespace hufu::native
