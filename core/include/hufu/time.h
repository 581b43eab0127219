// Time is an input of the core: it never asks a clock.
#pragma once

namespace hufu {

/// A length of time in milliseconds. Doubles: they cross the wasm boundary, where i64 does not.
using Millis = double;

/// Milliseconds since the Unix epoch by the host's wall clock, which may be wrong and may jump.
struct WallTime {
  Millis ms = 0;
};

/// Milliseconds since some fixed point, never going back (`CLOCK_BOOTTIME`, `performance.now()`).
struct Uptime {
  Millis ms = 0;
};

/// Both clocks, read together; every entry into the core carries them.
struct Now {
  WallTime wall;
  Uptime uptime;
};

}  // namespace hufu
