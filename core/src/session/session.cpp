#include "session/session.h"

#include <algorithm>
#include <utility>

namespace hufu::session {
namespace {

// The wall clock may be ahead of the uptime by this much before it counts as a sleep.
constexpr Millis kClockTolerance = 5'000;

}  // namespace

Session::Session(flow::Loop& loop, const Config& config, const Signer& signer,
                 std::deque<Message>& outgoing)
    : loop_(loop),
      host_(loop),
      config_(config),
      outgoing_(outgoing),
      backend_(backends::make_backend(config.backend)),
      vault_(loop, host_, config_, [this](Errc why) { announce(EventKind::store_failed, why); }),
      refresh_flight_(loop, [this] { return refresh(); }),
      borrow_flight_(loop, [this] { return borrow_fresh_token(); }),
      sign_in_flight_(loop, [this] { return sign_in_by_host(); }),
      signer_(std::make_shared<const Signer>(signer)) {}

SessionState Session::state() const {
  if (borrowing_) return SessionState::signed_in;
  const RecordRef& record = vault_.held();
  if (record != nullptr && !record->needs_user) return SessionState::signed_in;
  if (signing_in_ > 0) return SessionState::signing_in;
  return record == nullptr ? SessionState::signed_out : SessionState::needs_user;
}

std::optional<User> Session::user() const {
  return vault_.held() == nullptr ? std::nullopt : vault_.held()->user;
}

SessionInfo Session::info() const {
  SessionInfo info;
  info.state = state();
  info.user = user();
  if (const RecordRef& record = vault_.held(); record != nullptr && record->lifetime_ms > 0) {
    info.expires_in_ms = std::max(0.0, record->expires.ms - now().uptime.ms);
  }
  return info;
}

void Session::observe(Now now) {
  if (observed_ && !config_.uptime_counts_suspend) {
    const Millis by_wall = now.wall.ms - observed_->wall.ms;
    const Millis by_uptime = now.uptime.ms - observed_->uptime.ms;
    // A sleep and a clock set forward look alike here; taking it for a sleep costs one refresh.
    if (by_wall > by_uptime + kClockTolerance) vault_.age(by_wall - by_uptime);
  }
  observed_ = now;
}

void Session::publish() {
  const SessionState state = this->state();
  if (state != told_) {
    told_ = state;
    if (state == SessionState::signed_in) announce(EventKind::signed_in, std::nullopt);
    if (state == SessionState::needs_user) announce(EventKind::needs_user, why_);
    if (state == SessionState::signed_out) announce(EventKind::signed_out, why_);
    why_.reset();
  }

  const RecordRef& record = vault_.held();
  const Uptime until = record == nullptr ? Uptime{} : good_until(*record);
  if (record == signed_record_ && until.ms == signed_until_.ms) return;
  signed_record_ = record;
  signed_until_ = until;
  signer_ = std::make_shared<const Signer>(record == nullptr
                                               ? signer_->without_token()
                                               : signer_->with_token(record->access_token, until));
  ++signer_version_;
}

void Session::announce(EventKind kind, std::optional<Errc> reason) {
  outgoing_.push_back(EventMessage{Event{kind, state(), user(), reason}});
}

}  // namespace hufu::session
