// What a part throws when something that this server depends on is away.
#pragma once

#include <string>

namespace hufu::mock {

/// Answered with 503.
struct Unavailable {
  /// For the one who asked.
  std::string sentence;
  /// For the operator's eyes: names no URL, no SQL and no values.
  std::string reason;
};

}  // namespace hufu::mock
