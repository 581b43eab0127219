#include "session/session.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace hufu::session {
namespace {

// The wall clock may be ahead of the uptime by this much before it counts as a sleep.
constexpr Millis kClockTolerance = 5'000;

}  // namespace

Session::Session(flow::Loop& loop, const Config& config, const Signer& signer, flow::Outbox& outbox)
    : loop_(loop),
      host_(loop),
      config_(config),
      dialect_(dialects::dialect(config.backend)),
      outbox_(outbox),
      vault_(loop, host_, config_, generation_, *this),
      refresh_flight_(loop, this,
                      flow::SingleFlight<RecordRef>::run_of<Session, &Session::refresh>),
      borrow_flight_(loop, this,
                     flow::SingleFlight<Value>::run_of<Session, &Session::borrow_fresh_token>),
      sign_in_flight_(loop, this,
                      flow::SingleFlight<Value>::run_of<Session, &Session::sign_in_by_host>,
                      flow::Deserted::stops),
      exchange_flight_(loop, this,
                       flow::SingleFlight<Value>::run_of<Session, &Session::exchange_code>),
      erase_flight_(loop, this,
                    flow::SingleFlight<Value>::run_of<Session, &Session::erase_session>),
      signer_(std::make_shared<const Signer>(signer)) {}

Task<Value> Session::perform(const OperationRow& operation, Value arguments, OperationId id) {
  const Mark now = generation_.mark();
  switch (operation.story) {
    case Story::ask_backend: break;
    case Story::sign_in_by_address:
      return sign_in_with(call(operation.name, std::move(arguments)), CallKind::password, now);
    case Story::sign_in_with_oauth: return sign_in_with_oauth(std::move(arguments));
    case Story::exchange_code_for_session: return exchange_code_for_session(std::move(arguments));
    case Story::sign_in_with_wechat: return sign_in_with_wechat(std::move(arguments));
    case Story::sign_in_with_device: return sign_in_with_device(std::move(arguments));
    case Story::access_token: return get_access_token(now);
    case Story::fetch: return fetch(std::move(arguments), id, now);
    case Story::session: return get_session();
    case Story::user: return get_user(now);
    case Story::upload_avatar: return upload_avatar(std::move(arguments), now);
    case Story::confirm_binding: return confirm_binding(std::move(arguments), now);
    case Story::wait_for_binding: return wait_for_binding(std::move(arguments), now);
    case Story::sign_out: return sign_out(std::move(arguments), now);
  }
  return ask_backend(call(operation.name, std::move(arguments)), now);
}

SessionState Session::state() const {
  const SessionState settled = settled_state();
  const bool busy = signing_in_ > 0 && settled != SessionState::signed_in;
  return busy ? SessionState::signing_in : settled;
}

SessionState Session::settled_state() const {
  if (borrowing_) return SessionState::signed_in;
  const RecordRef& record = vault_.held();
  if (record == nullptr) return SessionState::signed_out;
  return record->needs_user ? SessionState::needs_user : SessionState::signed_in;
}

Value Session::user() const { return vault_.held() == nullptr ? Value() : vault_.held()->user; }

Millis Session::time_left() const {
  const RecordRef& record = vault_.held();
  if (record == nullptr || record->lifetime_ms == 0) return 0;
  return std::max(0.0, std::floor(record->expires.ms - now().uptime.ms));
}

Value Session::info() const {
  Value info = Value::object();
  info.set("state", name(state())).set("user", user());
  info.set("is_new_user", false).set("expires_in_ms", time_left());
  return info;
}

void Session::observe(Now now) {
  const Millis gap = now.wall.ms - now.uptime.ms;
  if (has_slept(now)) {
    // A clock set forward looks alike; taking it for a sleep costs one refresh.
    const Millis slept = gap - *clock_gap_;
    vault_.age(slept);
    back_off_.age(slept);
    next_refusal_.ms -= slept;
    save_again_at_.ms -= slept;
  } else if (clock_gap_ && gap > *clock_gap_) {
    return;  // below the tolerance: kept, so that many short sleeps add up
  }
  clock_gap_ = gap;
}

bool Session::has_slept(Now now) const noexcept {
  return clock_gap_ && !config_.uptime_counts_suspend &&
         now.wall.ms - now.uptime.ms > *clock_gap_ + kClockTolerance;
}

void Session::publish() {
  // Signing in is a state that passes: how it ends is told, and nothing if all is as it was.
  const SessionState state = settled_state();
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
  Value event = Value::object();
  event.set("kind", name(kind)).set("state", name(state())).set("user", user());
  event.set("reason", reason ? Value(describe(*reason).name) : Value());
  outbox_.push({flow::Outgoing::Kind::event, 0, std::move(event)});
}

}  // namespace hufu::session
