// The token for a request: the one we hold, a renewed one, or one that the host lends.
#include <algorithm>
#include <limits>
#include <utility>

#include "session/session.h"

namespace hufu::session {

Task<AccessToken> Session::perform(GetAccessToken) {
  AccessToken access;
  access.token = co_await token_for_request();
  access.expires_in_ms = info().expires_in_ms;
  co_return access;
}

Task<Secret> Session::token_for_request() {
  if (config_.session == SessionSource::borrowed) co_return co_await borrow_token(false);
  RecordRef record = co_await fresh_record();
  co_return record->access_token;
}

// Bitwarden's rule: renew only if the token we hold is still the one that was refused.
Task<Secret> Session::token_instead_of(Secret refused) {
  if (config_.session == SessionSource::borrowed) co_return co_await borrow_token(true);
  RecordRef held = co_await vault_.load();
  if (held->access_token == refused) rejected_ = std::move(refused);
  RecordRef record = co_await fresh_record();
  co_return record->access_token;
}

Task<RecordRef> Session::fresh_record() {
  RecordRef held = co_await vault_.load();
  if (vault_.is_dirty()) co_await write_dirty_record();
  if (held->needs_user) co_return Errc::session_expired;
  if (is_fresh(*held)) co_return held;
  if (is_cooling_down()) {
    if (is_alive(*held)) co_return held;
    Error error = last_failure_;
    error.retry_after_ms = not_before_.ms - now().uptime.ms;
    co_return error;
  }
  co_return co_await refresh_flight_.join();
}

// Early enough for the request to arrive, but never most of a short life.
Millis Session::margin(const Record& record) const {
  return std::min(config_.early_refresh_ms, record.lifetime_ms / 5);
}

bool Session::is_fresh(const Record& record) const {
  if (record.access_token == rejected_) return false;
  return record.lifetime_ms == 0 || now().uptime.ms + margin(record) < record.expires.ms;
}

// A token that a server refused is not served, however long it might have lived.
bool Session::is_alive(const Record& record) const {
  if (record.access_token == rejected_) return false;
  return record.lifetime_ms == 0 || now().uptime.ms < record.expires.ms;
}

bool Session::is_cooling_down() const { return now().uptime.ms < not_before_.ms; }

// Until when `authorize` may use the token without asking: to its margin, and while a refresh may
// not be tried, to its end.
Uptime Session::good_until(const Record& record) const {
  if (record.access_token == rejected_ || record.needs_user) return {};
  if (record.lifetime_ms == 0) return Uptime{std::numeric_limits<Millis>::infinity()};
  const Millis early = record.expires.ms - margin(record);
  return Uptime{std::max(early, std::min(record.expires.ms, not_before_.ms))};
}

}  // namespace hufu::session
