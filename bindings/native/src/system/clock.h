// The two clocks that the core asks its host for.
#pragma once

#include <hufu/time.h>

namespace hufu::native {

/// Milliseconds since the machine was started, the time it slept included.
Uptime uptime() noexcept;

/// Both clocks.
Now now() noexcept;

/// Whether `uptime` goes on while the machine sleeps.
bool uptime_counts_suspend() noexcept;

}  // namespace hufu::native
