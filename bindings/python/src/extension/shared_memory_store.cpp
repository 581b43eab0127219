#include "shared_memory_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace hufu::python {
namespace {

/// At the beginning of the memory: where the texts are. It is written last, and in one piece, so
/// that a process which is killed leaves the old texts or the new ones.
struct Place {
  std::uint64_t offset = sizeof(Place);
  std::uint64_t bytes = 0;
};

Error unusable() { return Error{Errc::store_unavailable, "the shared memory is unusable", 0, 0}; }

/// Keeps other processes out. Of all locks only these do not go along into a forked child; they
/// are lost where any descriptor of the file is closed, so nothing else opens it.
class Alone {
 public:
  explicit Alone(int file) : file_(file) { set(F_WRLCK); }
  Alone(const Alone&) = delete;
  Alone& operator=(const Alone&) = delete;
  ~Alone() { set(F_UNLCK); }

 private:
  void set(short kind) const {
    struct flock wanted = {};
    wanted.l_type = kind;
    wanted.l_whence = SEEK_SET;
    while (::fcntl(file_, F_SETLKW, &wanted) != 0 && errno == EINTR) {
    }
  }

  const int file_;
};

bool read_all(int file, void* into, std::size_t bytes, std::uint64_t offset) {
  return ::pread(file, into, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes);
}

bool write_all(int file, const void* from, std::size_t bytes, std::uint64_t offset) {
  return ::pwrite(file, from, bytes, static_cast<off_t>(offset)) == static_cast<ssize_t>(bytes);
}

void append(std::string& all, const std::string& text) {
  const std::uint64_t bytes = text.size();
  all.append(reinterpret_cast<const char*>(&bytes), sizeof bytes);
  all.append(text);
}

std::optional<std::string> take(const std::string& all, std::size_t& at) {
  std::uint64_t bytes = 0;
  if (all.size() - at < sizeof bytes) return std::nullopt;
  std::memcpy(&bytes, all.data() + at, sizeof bytes);
  at += sizeof bytes;
  if (all.size() - at < bytes) return std::nullopt;
  std::string text = all.substr(at, bytes);
  at += bytes;
  return text;
}

}  // namespace

std::shared_ptr<SharedMemoryStore> SharedMemoryStore::make() {
#if defined(__linux__)
  const int texts = ::memfd_create("hufu", MFD_CLOEXEC);
  const int lock = texts < 0 ? -1 : ::memfd_create("hufu.lock", MFD_CLOEXEC);
  const Place empty;
  if (lock >= 0 && write_all(texts, &empty, sizeof empty, 0)) {
    return std::make_shared<SharedMemoryStore>(texts, lock);
  }
  if (texts >= 0) ::close(texts);
  if (lock >= 0) ::close(lock);
#endif
  return nullptr;
}

SharedMemoryStore::~SharedMemoryStore() {
  ::close(texts_);
  ::close(lock_);
}

std::shared_ptr<SharedMemoryStore> SharedMemoryStore::in_child() const {
  return std::make_shared<SharedMemoryStore>(texts_, lock_);
}

std::string SharedMemoryStore::lock_file(const std::string& /*name*/) const {
  return "/proc/self/fd/" + std::to_string(lock_);
}

Result<std::optional<Secret>> SharedMemoryStore::load(const std::string& key) {
  const std::lock_guard hold(mutex_);
  const Alone alone(texts_);
  Result<Texts> texts = read();
  if (!texts) return texts.error();
  const auto found = texts->find(key);
  if (found == texts->end()) return std::optional<Secret>();
  return std::optional<Secret>(found->second);
}

Result<Nothing> SharedMemoryStore::save(const std::string& key, const Secret& value) {
  return change([&](Texts& texts) { texts.insert_or_assign(key, value); });
}

Result<Nothing> SharedMemoryStore::erase(const std::string& key) {
  return change([&](Texts& texts) { texts.erase(key); });
}

template <class Change>
Result<Nothing> SharedMemoryStore::change(Change change) {
  const std::lock_guard hold(mutex_);
  const Alone alone(texts_);
  Result<Texts> texts = read();
  if (!texts) return texts.error();
  change(*texts);
  if (!write(*texts)) return unusable();
  return Nothing{};
}

Result<SharedMemoryStore::Texts> SharedMemoryStore::read() const {
  Place place;
  if (!read_all(texts_, &place, sizeof place, 0)) return unusable();
  std::string all(place.bytes, '\0');
  if (!read_all(texts_, all.data(), all.size(), place.offset)) return unusable();
  Texts texts;
  for (std::size_t at = 0; at < all.size();) {
    std::optional<std::string> key = take(all, at);
    std::optional<std::string> value = key ? take(all, at) : std::nullopt;
    if (!value) return unusable();
    texts.emplace(std::move(*key), Secret(std::move(*value)));
  }
  return texts;
}

bool SharedMemoryStore::write(const Texts& texts) const {
  std::string all;
  for (const auto& [key, value] : texts) {
    append(all, key);
    append(all, value.reveal());
  }
  Place old;
  if (!read_all(texts_, &old, sizeof old, 0)) return false;
  Place place;
  place.bytes = all.size();
  // Beside the old texts: before them if there is room, else after them.
  if (place.offset + place.bytes > old.offset) place.offset = old.offset + old.bytes;
  if (!write_all(texts_, all.data(), all.size(), place.offset)) return false;
  if (!write_all(texts_, &place, sizeof place, 0)) return false;
  const std::string nothing(old.bytes, '\0');
  return write_all(texts_, nothing.data(), nothing.size(), old.offset);
}

}  // namespace hufu::python
