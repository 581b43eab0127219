#include "files/state_directory.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <vector>

#include "files/refusal.h"

namespace hufu::native {
namespace {

constexpr std::size_t kMostFileBytes = 1U << 20U;
constexpr std::size_t kBlockBytes = 4096;
constexpr std::string_view kLeftoverPrefix = ".writing-";
constexpr const char* kAside = ".corrupt";
constexpr mode_t kOthers = S_IRWXG | S_IRWXO;

}  // namespace

Result<std::optional<Secret>> StateDirectory::read(const std::string& name) const {
  // O_NONBLOCK: a named pipe in the file's place must not hold us up.
  const Fd file(retried([&] {
    return ::openat(fd_.number(), name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  }));
  if (!file) {
    if (errno == ENOENT) return std::optional<Secret>();
    if (errno == ELOOP) return unavailable(path_ + "/" + name + " is a symbolic link: refused");
    return failure("read", name, errno);
  }
  struct stat found {};
  if (::fstat(file.number(), &found) != 0) return failure("read", name, errno);
  if (!S_ISREG(found.st_mode)) return unavailable(path_ + "/" + name + " is no file: refused");
  if (found.st_uid != ::geteuid()) {
    return unavailable(path_ + "/" + name + " belongs to another user: refused");
  }
  if ((found.st_mode & kOthersWrite) != 0) {
    return unavailable("others can write " + path_ + "/" + name +
                       ": refused; look at it, then make it private (chmod 600)");
  }
  const bool is_open = (found.st_mode & kOthers) != 0;
  if (is_open && ::fchmod(file.number(), S_IRUSR | S_IWUSR) != 0 && errno != EROFS) {
    return failure("make private", name, errno);
  }
  std::string bytes(std::min(kMostFileBytes, static_cast<std::size_t>(found.st_size)), '\0');
  std::size_t length = 0;
  while (length < bytes.size()) {
    const ssize_t got = retried(
        [&] { return ::read(file.number(), bytes.data() + length, bytes.size() - length); });
    if (got < 0) return failure("read", name, errno);
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  bytes.resize(length);
  return std::optional<Secret>(Secret(std::move(bytes)));
}

Result<Nothing> StateDirectory::reserve(const std::string& name) const {
  struct stat found {};
  const bool is_there = ::fstatat(fd_.number(), name.c_str(), &found, AT_SYMLINK_NOFOLLOW) == 0;
  const auto bytes =
      is_there ? std::min(kMostFileBytes, static_cast<std::size_t>(found.st_size)) : 0;
  return write_draft(name, std::string(bytes + kBlockBytes, '\0'));
}

void StateDirectory::give_back(const std::string& name) const {
  ::unlinkat(fd_.number(), (std::string(kLeftoverPrefix) + name).c_str(), 0);
}

Result<Nothing> StateDirectory::replace(const std::string& name, const Secret& bytes) const {
  if (Result<Nothing> written = write_draft(name, bytes.reveal()); !written) return written;
  const std::string draft = std::string(kLeftoverPrefix) + name;
  if (::renameat(fd_.number(), draft.c_str(), fd_.number(), name.c_str()) != 0) {
    const int number = errno;
    ::unlinkat(fd_.number(), draft.c_str(), 0);
    return failure("replace", name, number);
  }
  return flush();
}

// One name is enough: writers hold a lock, so what lies there was left by one that was killed, or
// is the room that was reserved. It is written over: its room would be gone before it is taken
// anew.
Result<Nothing> StateDirectory::write_draft(const std::string& name,
                                            const std::string& bytes) const {
  const std::string draft = std::string(kLeftoverPrefix) + name;
  const auto fail = [&](const char* doing) {
    const int number = errno;
    ::unlinkat(fd_.number(), draft.c_str(), 0);
    return failure(doing, name, number);
  };
  const Fd file(retried([&] {
    return ::openat(fd_.number(), draft.c_str(), O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC,
                    S_IRUSR | S_IWUSR);
  }));
  if (!file) return fail("write");
  struct stat found {};
  if (::fstat(file.number(), &found) != 0 || ::fchmod(file.number(), S_IRUSR | S_IWUSR) != 0) {
    return fail("make private");
  }
  if (!write_all(file.number(), bytes)) return fail("write");
  const auto length = static_cast<off_t>(bytes.size());
  if (found.st_size > length && ::ftruncate(file.number(), length) != 0) return fail("shorten");
  if (!flush_file(file.number())) return fail("flush");
  return Nothing{};
}

Result<Nothing> StateDirectory::remove(const std::string& name) const {
  if (::unlinkat(fd_.number(), name.c_str(), 0) == 0) return flush();
  if (errno == ENOENT) return Nothing{};
  return failure("remove", name, errno);
}

Result<std::string> StateDirectory::set_aside(const std::string& name) const {
  const std::string aside = name + kAside;
  if (::renameat(fd_.number(), name.c_str(), fd_.number(), aside.c_str()) != 0) {
    return failure("set aside", name, errno);
  }
  if (Result<Nothing> flushed = flush(); !flushed) return flushed.error();
  return aside;
}

// Earlier versions set each aside with its time: `….corrupt-<time>`.
Result<Nothing> StateDirectory::remove_set_aside(const std::string& name) const {
  const std::string aside = name + kAside;
  std::vector<std::string> found;
  each_name([&](const std::string& each) {
    const bool is_one = each.starts_with(aside) &&
                        each.find_first_not_of("-0123456789", aside.size()) == std::string::npos;
    if (is_one) found.push_back(each);
  });
  for (const std::string& each : found) {
    if (Result<Nothing> removed = remove(each); !removed) return removed;
  }
  return Nothing{};
}

bool StateDirectory::has_any(std::string_view suffix) const {
  bool found = false;
  each_name([&](const std::string& name) { found = found || name.ends_with(suffix); });
  return found;
}

bool StateDirectory::is_read_only() const {
  return ::faccessat(fd_.number(), ".", W_OK, AT_EACCESS) != 0;
}

void StateDirectory::remove_leftovers() const {
  each_name([&](const std::string& name) {
    if (name.starts_with(kLeftoverPrefix)) ::unlinkat(fd_.number(), name.c_str(), 0);
  });
}

void StateDirectory::each_name(const std::function<void(const std::string& name)>& visit) const {
  const int copy = ::openat(fd_.number(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return;
  const auto close_listing = [](DIR* listing) { ::closedir(listing); };
  const std::unique_ptr<DIR, decltype(close_listing)> listing(::fdopendir(copy), close_listing);
  if (!listing) {
    ::close(copy);
    return;
  }
  while (const dirent* entry = ::readdir(listing.get()))
    visit(entry->d_name);
}

Error StateDirectory::failure(const char* doing, const std::string& name, int number) const {
  return unavailable(std::string("cannot ") + doing + " " + path_ + "/" + name + ": " +
                     reason(number));
}

Result<Nothing> StateDirectory::flush() const {
  // Some file systems cannot flush a directory and need not (EINVAL).
  if (retried([&] { return ::fsync(fd_.number()); }) == 0 || errno == EINVAL) return Nothing{};
  return failure("flush", ".", errno);
}

}  // namespace hufu::native
