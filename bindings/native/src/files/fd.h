// An open file, and the calls on it that a signal may interrupt.
#pragma once

#include <cerrno>
#include <string_view>
#include <utility>

namespace hufu::native {

/// An open file descriptor; closed when it goes.
class Fd {
 public:
  Fd() = default;
  explicit Fd(int number) : number_(number) {}
  Fd(Fd&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Fd& operator=(Fd&& other) noexcept;
  ~Fd();

  int number() const { return number_; }
  explicit operator bool() const { return number_ >= 0; }
  /// Leave the descriptor to whoever closed it.
  void forget() { number_ = -1; }

 private:
  int number_ = -1;
};

/// What `call` answers when no signal interrupts it.
template <class Call>
auto retried(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR)
    result = call();
  return result;
}

/// False with `errno`; then a part may be written.
bool write_all(int file, std::string_view bytes);

/// To the medium, not only to the drive's cache, where the system makes a difference. False with
/// `errno`.
bool flush_file(int file);

}  // namespace hufu::native
