// The faults that were asked for.
#include "control/fault_book.h"

#include <algorithm>

namespace hufu::mock::control {
namespace {

bool fits(const FaultRule& rule, const Request& request) {
  return rule.route == "*" || rule.route == request.method + " " + request.route;
}

bool is_spent(const FaultRule& rule) { return rule.times && rule.hits >= *rule.times; }

}  // namespace

bool is_control(const Request& request) { return request.path.starts_with("/_control/"); }

const FaultRule& FaultBook::add(FaultRule rule) {
  rule.id = "fault-" + std::to_string(++last_number_);
  return rules_.emplace_back(std::move(rule));
}

bool FaultBook::remove(const std::string& id) {
  return std::erase_if(rules_, [&](const FaultRule& rule) { return rule.id == id; }) > 0;
}

std::optional<Fault> FaultBook::choose(const Request& request) {
  if (is_control(request)) return std::nullopt;
  for (FaultRule& rule : rules_) {
    if (!fits(rule, request) || is_spent(rule)) continue;
    if (++rule.seen <= rule.after) continue;
    ++rule.hits;
    return rule.fault;
  }
  return std::nullopt;
}

}  // namespace hufu::mock::control
