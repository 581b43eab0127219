// The faults that were asked for: which request meets which one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/fault.h"
#include "http/message.h"

namespace hufu::mock::control {

struct FaultRule {
  std::string id;
  /// "POST /api/auth/refresh", a method and a pattern as `GET /_control/routes` lists them, or "*"
  /// for all of them.
  std::string route;
  Fault fault;
  /// So many matching requests pass unharmed first.
  std::int64_t after = 0;
  /// So many meet the fault; nothing: all that come.
  std::optional<std::int64_t> times = 1;
  std::int64_t seen = 0;
  std::int64_t hits = 0;
};

/// Single-threaded: asked on the network thread.
class FaultBook {
 public:
  const FaultRule& add(FaultRule rule);
  bool remove(const std::string& id);
  void clear() { rules_.clear(); }
  const std::vector<FaultRule>& rules() const { return rules_; }

  /// The fault this request meets: of the rules that fit, the oldest that has hits left. The
  /// control surface itself never meets one, or a careless "*" could not be taken back.
  std::optional<Fault> choose(const Request& request);

 private:
  std::vector<FaultRule> rules_;
  std::int64_t last_number_ = 0;
};

bool is_control(const Request& request);

}  // namespace hufu::mock::control
