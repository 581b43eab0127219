// A random program against the core's public client.
#pragma once

#include <cstdint>
#include <string>

namespace hufu::test {

struct StressReport {
  std::string wrong;  ///< The first broken promise, with its step; empty if all were kept.
  int steps = 0;
  int operations = 0;
  int cancelled = 0;
  int refreshes = 0;
  int locks = 0;
  std::uint32_t hash = 0;  ///< Of all messages in order: the same on every platform.
};

/// Random operations, answers in random order, failures, answers given twice, cancels and jumps of
/// time. The promises: every operation ends exactly once or is cancelled; no refresh token is sent
/// twice at once; every granted lock is given back; nothing is left waiting.
StressReport run_stress(std::uint32_t seed, int steps);

}  // namespace hufu::test
