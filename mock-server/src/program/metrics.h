// What the server counts of itself, in the words of Prometheus.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "http/router.h"

namespace hufu::mock {

/// Belongs to the network thread. Its labels are routes as they are written in the code, methods
/// and statuses: no id of anybody, and so few that they can be kept.
class Metrics {
 public:
  /// `route` is null where none fits. Status 0: the peer got no answer.
  void count(const Route* route, int status, std::chrono::nanoseconds took);

  /// The text format, version 0.0.4. Without the number of messages where it could not be asked
  /// for.
  std::string text(std::optional<int> waiting_messages) const;

 private:
  static constexpr std::array<double, 8> kBounds_s = {0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10, 30};

  struct Durations {
    std::array<std::uint64_t, kBounds_s.size()> at_most{};
    std::uint64_t all = 0;
    double sum_s = 0;
  };

  /// Answers of 2xx.
  std::uint64_t successes_of(const char* method, const char* route) const;
  std::string requests() const;
  std::string durations() const;
  std::string people() const;

  std::map<std::pair<const Route*, int>, std::uint64_t> requests_;
  std::map<const Route*, Durations> durations_;
};

}  // namespace hufu::mock
