// The time, as the rooms see it: a host's two clocks, made sound.
#pragma once

#include <optional>

#include "hufu/time.h"

namespace hufu::flow {

/// A server's answer that comes faster was not held until there was news.
inline constexpr Millis kHeldAtLeast = 1'000;

/// An uptime that counts sleep, so that whatever is measured by it needs no mending afterwards, and
/// the server's time as far as it is known (decision 7).
class Clock {
 public:
  explicit Clock(bool uptime_counts_suspend) : uptime_counts_suspend_(uptime_counts_suspend) {}

  /// What the host's clocks say at the beginning of a call.
  void observe(Now host);
  /// Whether a sleep that the uptime did not count lies between the last call and this moment.
  bool has_slept(Now host) const noexcept;

  Now now() const { return {wall_, uptime_}; }
  WallTime wall() const { return wall_; }
  /// Goes on while the machine sleeps, whatever the host's does.
  Uptime uptime() const { return uptime_; }
  /// The same moment by the uptime of the host.
  Uptime by_host(Uptime uptime) const { return {uptime.ms - slept_ms_}; }

  /// A server has told its time.
  void learn(WallTime server) { server_offset_ms_ = server.ms - wall_.ms; }
  WallTime server_now() const { return {wall_.ms + server_offset_ms_}; }
  /// The server's time less our wall clock; 0 until it is known.
  Millis server_offset_ms() const { return server_offset_ms_; }

 private:
  bool uptime_counts_suspend_;
  WallTime wall_{};
  Uptime uptime_{};
  Millis slept_ms_ = 0;        ///< What the host's uptime has not counted.
  std::optional<Millis> gap_;  ///< The wall clock's time less the host's uptime, when last seen.
  Millis server_offset_ms_ = 0;
};

}  // namespace hufu::flow
