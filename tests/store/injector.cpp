// Loaded before a program (LD_PRELOAD), stands between it and the C library's calls on files:
// writes them down, and lets one of them fail, fall short, or be the program's last.
//
//   HUFU_RECORD=FILE      one line a call: number, name, paths, and in hexadecimal what was written
//   HUFU_INJECT=N:WHAT    at call N (from 1): `kill`, `short` (half of a write), or an errno
//
// Counted from access("/hufu-begins") to access("/hufu-ends"). One thread only.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace {

template <class Function>
Function real(const char* name, Function) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}
#define HUFU_REAL(name) real(#name, &::name)

bool is_counting = false;
int calls = 0;

std::string path_of(int fd) {
  if (fd == AT_FDCWD) return ".";
  char path[4096];
  const std::string link = "/proc/self/fd/" + std::to_string(fd);
  const ssize_t length = ::readlink(link.c_str(), path, sizeof path);
  return length < 0 ? "?" : std::string(path, static_cast<std::size_t>(length));
}

std::string path_of(int directory, const char* name) {
  return *name == '/' ? name : path_of(directory) + "/" + name;
}

std::string hex(const void* bytes, std::size_t count) {
  std::string digits;
  char two[3];
  for (std::size_t i = 0; i < count; ++i) {
    std::snprintf(two, sizeof two, "%02x", static_cast<const unsigned char*>(bytes)[i]);
    digits += two;
  }
  return digits;
}

void record(const std::string& line) {
  const char* file = std::getenv("HUFU_RECORD");
  if (file == nullptr) return;
  const int out = HUFU_REAL(open)(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  const std::string whole = line + "\n";
  if (HUFU_REAL(write)(out, whole.data(), whole.size()) < 0) std::abort();
  HUFU_REAL(close)(out);
}

enum class Fate { passes, fails, falls_short };

/// Counts a call and says what becomes of it; sets errno where it fails.
Fate fate(const char* name, const std::string& about) {
  if (!is_counting) return Fate::passes;
  ++calls;
  record(std::to_string(calls) + " " + name + " " + about);
  const char* wish = std::getenv("HUFU_INJECT");
  if (wish == nullptr || std::atoi(wish) != calls) return Fate::passes;
  const char* what = std::strchr(wish, ':') + 1;
  if (std::strcmp(what, "kill") == 0) ::kill(::getpid(), SIGKILL);
  if (std::strcmp(what, "short") == 0) return Fate::falls_short;
  errno = std::atoi(what);
  return Fate::fails;
}

mode_t mode_of(int flags, va_list arguments) {
  return (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
}

}  // namespace

extern "C" {

int access(const char* path, int how) {
  if (std::strcmp(path, "/hufu-begins") == 0) is_counting = true;
  if (std::strcmp(path, "/hufu-ends") == 0) is_counting = false;
  return HUFU_REAL(access)(path, how);
}

int open(const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  const char* name = (flags & O_CREAT) != 0 ? "create" : "open";
  if (fate(name, path_of(AT_FDCWD, path)) != Fate::passes) return -1;
  return HUFU_REAL(open)(path, flags, mode);
}

int openat(int directory, const char* path, int flags, ...) {
  va_list arguments;
  va_start(arguments, flags);
  const mode_t mode = mode_of(flags, arguments);
  va_end(arguments);
  const char* name = (flags & O_CREAT) != 0 ? "create" : "open";
  if (fate(name, path_of(directory, path)) != Fate::passes) return -1;
  return HUFU_REAL(openat)(directory, path, flags, mode);
}

int mkdir(const char* path, mode_t mode) noexcept {
  if (fate("mkdir", path_of(AT_FDCWD, path)) != Fate::passes) return -1;
  return HUFU_REAL(mkdir)(path, mode);
}

ssize_t read(int fd, void* bytes, size_t count) {
  const Fate is = fate("read", path_of(fd));
  if (is == Fate::fails) return -1;
  return HUFU_REAL(read)(fd, bytes, is == Fate::falls_short && count > 1 ? count / 2 : count);
}

ssize_t write(int fd, const void* bytes, size_t count) {
  const Fate is = fate("write", path_of(fd) + " " + hex(bytes, count));
  if (is == Fate::fails) return -1;
  return HUFU_REAL(write)(fd, bytes, is == Fate::falls_short && count > 1 ? count / 2 : count);
}

int fstat(int fd, struct stat* found) noexcept {
  if (fate("fstat", path_of(fd)) != Fate::passes) return -1;
  return HUFU_REAL(fstat)(fd, found);
}

int fchmod(int fd, mode_t mode) noexcept {
  if (fate("fchmod", path_of(fd)) != Fate::passes) return -1;
  return HUFU_REAL(fchmod)(fd, mode);
}

int flock(int fd, int how) noexcept {
  if (fate("flock", path_of(fd)) != Fate::passes) return -1;
  return HUFU_REAL(flock)(fd, how);
}

int fsync(int fd) {
  if (fate("fsync", path_of(fd)) != Fate::passes) return -1;
  return HUFU_REAL(fsync)(fd);
}

int renameat(int from, const char* old_name, int to, const char* new_name) noexcept {
  if (fate("rename", path_of(from, old_name) + " " + path_of(to, new_name)) != Fate::passes) {
    return -1;
  }
  return HUFU_REAL(renameat)(from, old_name, to, new_name);
}

int unlinkat(int directory, const char* path, int flags) noexcept {
  if (fate("unlink", path_of(directory, path)) != Fate::passes) return -1;
  return HUFU_REAL(unlinkat)(directory, path, flags);
}

int close(int fd) {
  // A descriptor that could not be closed is closed all the same.
  const Fate is = fate("close", path_of(fd));
  const int answer = HUFU_REAL(close)(fd);
  return is == Fate::passes ? answer : -1;
}

}  // extern "C"
