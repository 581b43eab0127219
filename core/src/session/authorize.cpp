// The token for a request: the one we hold, a renewed one, or one that the host lends.
#include <algorithm>
#include <limits>
#include <utility>

#include "session/session.h"

namespace hufu::session {
namespace {

constexpr Millis kSaveAgainAfter = 5'000;
// Servers that refuse each new token too say nothing about the session: this often it is tried.
constexpr Millis kBetweenRefusals = 60'000;

Error somebody_else() { return {Errc::cancelled, "somebody else has signed in", 0, 0}; }

}  // namespace

Task<Value> Session::get_access_token(Mark who) {
  Value access = Value::object();
  Value token = co_await token_for_request(who);
  access.set("token", std::move(token)).set("expires_in_ms", time_left());
  co_return access;
}

// The last look at who is here comes after every wait: what it lets pass is the token of `who`.
Task<Value> Session::token_for_request(Mark who) {
  Value token;
  vault::Person whose = who.person;
  if (config_.session == SessionSource::borrowed) {
    token = co_await borrow_token(false);
  } else {
    RecordRef record = co_await fresh_record();
    token = record->access_token;
    whose = record->person;
  }
  if (whose != who.person || !generation_.same_person_since(who)) co_return somebody_else();
  co_return token;
}

// Bitwarden's rule: renew only if the token we hold is still the one that was refused.
Task<Value> Session::token_instead_of(Value refused, Mark who) {
  // Of a borrowed token we know only whether it was refused before: then the host has a newer one.
  const bool fresh = *refused.text() != rejected_.reveal() || borrow_flight_.is_flying();
  if (!refuse(*refused.text())) co_return Value();
  if (config_.session == SessionSource::own || !fresh) co_return co_await token_for_request(who);
  Value token = co_await borrow_token(true);
  if (!generation_.same_person_since(who)) co_return somebody_else();
  co_return token;
}

Task<RecordRef> Session::fresh_record() {
  RecordRef held = co_await vault_.load();
  if (vault_.is_dirty()) {
    if (now().uptime.ms >= save_again_at_.ms) {
      save_again_at_ = Uptime{now().uptime.ms + kSaveAgainAfter};
      co_await vault_.save_again();
    }
    held = co_await vault_.load();  // somebody may have signed out meanwhile
  }
  if (is_fresh(*held)) co_return held;
  if (is_cooling_down() && is_alive(*held)) co_return held;
  // Where only the person can go on there is no request to hold back: the store is asked whether
  // another process has seen the person.
  if (is_cooling_down() && !held->needs_user) co_return back_off_.why(now().uptime);
  co_return co_await refresh_flight_.join();
}

bool Session::refuse(const std::string& token) {
  const RecordRef& held = vault_.held();
  const bool own = config_.session == SessionSource::own;
  if (own && (held == nullptr || held->access_token.reveal() != token)) return true;
  if (token == rejected_.reveal()) return true;
  if (now().uptime.ms < next_refusal_.ms) return false;
  rejected_ = Secret(token);
  return true;
}

void Session::answered_refusal() { next_refusal_ = Uptime{now().uptime.ms + kBetweenRefusals}; }

// What had been refused was the token, not the request: the next refusal is as good a reason.
void Session::renewal_helped() { next_refusal_ = Uptime{}; }

// Early enough for the request to arrive, but never most of a short life.
Millis Session::margin(const Record& record) const {
  return std::min(config_.early_refresh_ms, record.lifetime_ms / 5);
}

bool Session::is_fresh(const Record& record) const {
  if (record.access_token == outdated_) return false;
  if (is_refused(record) || record.needs_user) return false;
  return record.lifetime_ms == 0 || now().uptime.ms + margin(record) < record.expires.ms;
}

// A token that a server refused is not served, however long it might have lived.
bool Session::is_alive(const Record& record) const {
  if (is_refused(record) || record.needs_user) return false;
  return record.lifetime_ms == 0 || now().uptime.ms < record.expires.ms;
}

// Until when `authorize` may use the token without asking: to its margin, and while a refresh may
// not be tried, to its end.
Uptime Session::good_until(const Record& record) const {
  if (is_refused(record) || record.needs_user) return {};
  constexpr Millis kNever = std::numeric_limits<Millis>::infinity();
  const Millis end = record.lifetime_ms == 0 ? kNever : record.expires.ms;
  const Millis early = record.access_token == outdated_ ? 0 : end - margin(record);
  return Uptime{std::max(early, std::min(end, back_off_.until().ms))};
}

}  // namespace hufu::session
