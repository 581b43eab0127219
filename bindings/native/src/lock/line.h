// Threads of this process that want the same lock stand in line, first come, first served.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

namespace hufu::native {

using Deadline = std::chrono::steady_clock::time_point;

class Lines;

/// The front of a line; the next in it moves up when this goes.
class Turn {
 public:
  /// Waits for the front of the line called `name`; nothing if `until` passed or `stop` was asked.
  static std::optional<Turn> wait(const std::string& name, Deadline until,
                                  const std::stop_token& stop);

  Turn(Turn&& other) noexcept;
  Turn& operator=(Turn&&) = delete;
  ~Turn();

  /// Remember a file descriptor that a child after fork() has to close: a kernel lock lives as long
  /// as any copy of its descriptor, so the child would hold the lock beyond our end.
  void closes_in_children(int descriptor);

  /// False in a child that inherited this turn; it holds nothing there.
  bool is_ours() const;

 private:
  Turn(Lines* lines, std::string name) : lines_(lines), name_(std::move(name)) {}

  Lines* lines_;
  std::string name_;
  int descriptor_ = -1;
};

}  // namespace hufu::native
