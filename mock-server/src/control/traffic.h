// What passed through the server: counters for each route, and the last requests without their
// secrets.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/clock.h"
#include "http/message.h"

namespace hufu::mock::control {

/// One request as the tests may see it. Tokens appear as the first 12 hexadecimal digits of their
/// SHA-256: enough to tell whether two requests carried the same one.
struct SeenRequest {
  std::int64_t number = 0;
  WallMs at_ms = 0;
  std::string method;
  std::string route;
  std::string path;
  std::string platform;
  std::string authorization;
  std::string user_agent;
  int status = 0;
};

/// Single-threaded: told on the network thread. The control surface's own requests are not counted.
class Traffic {
 public:
  explicit Traffic(const Clock& clock) : clock_(clock) {}

  void count(const Request& request, int status);
  void clear();

  nlohmann::json counters() const;
  /// Of the last 1000, those after `number`; of one route ("POST /api/auth/refresh") or, if empty,
  /// of all.
  nlohmann::json requests_after(std::int64_t number, const std::string& route) const;

 private:
  struct Counter {
    std::int64_t requests = 0;
    std::map<int, std::int64_t> by_status;  // 0: no answer, or not all of it, reached the peer
  };

  const Clock& clock_;
  std::map<std::string, Counter> by_route_;
  std::deque<SeenRequest> last_;
  std::int64_t last_number_ = 0;
};

}  // namespace hufu::mock::control
