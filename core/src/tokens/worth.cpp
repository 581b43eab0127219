#include "tokens/worth.h"

#include <algorithm>
#include <limits>

namespace hufu::tokens {
namespace {

using vault::Record;

constexpr Millis kBetweenRefusals = 60'000;

}  // namespace

bool Worth::refuse(const Text& token) {
  if (is_refused(token)) return true;
  if (clock_.uptime().ms < next_refusal_.ms) return false;
  refused_ = token;
  return true;
}

void Worth::answered_refusal() { next_refusal_ = Uptime{clock_.uptime().ms + kBetweenRefusals}; }

// Early enough for the request to arrive, but never most of a short life.
Millis Worth::margin(const Record& record) const {
  return std::min(config_.early_refresh_ms, record.lifetime_ms / 5);
}

bool Worth::is_fresh(const Record& record) const {
  if (record.access_token == outdated_) return false;
  if (is_refused(record) || record.needs_user) return false;
  return record.lifetime_ms == 0 || clock_.uptime().ms + margin(record) < record.expires.ms;
}

bool Worth::is_alive(const Record& record) const {
  if (is_refused(record) || record.needs_user) return false;
  return record.lifetime_ms == 0 || clock_.uptime().ms < record.expires.ms;
}

Uptime Worth::good_until(const Record& record, Uptime no_refresh_before) const {
  if (is_refused(record) || record.needs_user) return {};
  constexpr Millis kNever = std::numeric_limits<Millis>::infinity();
  const Millis end = record.lifetime_ms == 0 ? kNever : record.expires.ms;
  const Millis early = record.access_token == outdated_ ? 0 : end - margin(record);
  return Uptime{std::max(early, std::min(end, no_refresh_before.ms))};
}

}  // namespace hufu::tokens
