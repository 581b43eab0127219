#include "announcer/announcer.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "announcer/states.h"

namespace hufu::announcer {

using vault::RecordRef;

namespace {

// A signer goes to other threads, and shares nothing with the record.
Secret secret_of(const Text& token) { return Secret(token.to_std()); }

// Whether the person has a second factor to show.
bool has_factor(const RecordRef& record) {
  const Value* factors = record == nullptr ? nullptr : record->session_user.find("factors");
  if (factors == nullptr) return false;
  const auto& all = factors->items();
  return std::any_of(all.begin(), all.end(),
                     [](const Value& each) { return each.text_or("status", "") == "verified"; });
}

}  // namespace

Announcer::Announcer(flow::Outbox& outbox, const flow::Clock& clock, const vault::Vault& vault,
                     const Signer& signer)
    : outbox_(outbox),
      clock_(clock),
      vault_(vault),
      signer_(std::make_shared<const Signer>(signer)) {}

SessionState Announcer::state() const {
  const SessionState settled = settled_state();
  const bool busy = signing_in_ > 0 && settled != SessionState::signed_in;
  return busy ? SessionState::signing_in : settled;
}

SessionState Announcer::settled_state() const {
  if (lending_) return SessionState::signed_in;
  const RecordRef& record = vault_.held();
  if (record == nullptr) return SessionState::signed_out;
  return record->needs_user ? SessionState::needs_user : SessionState::signed_in;
}

void Announcer::begin_lending() {
  lending_ = is_settled_ = true;
  lent_end_ = Value();
}

void Announcer::end_lending(EndCause cause) {
  if (lending_) lent_end_ = vault::end_of(cause, Fault(), clock_.wall());
  lending_ = false;
  is_settled_ = true;
}

Value Announcer::user() const { return vault_.held() == nullptr ? Value() : vault_.held()->user; }

Millis Announcer::time_left() const {
  const RecordRef& record = vault_.held();
  if (record == nullptr || record->lifetime_ms == 0) return 0;
  return std::max(0.0, std::floor(record->expires.ms - clock_.uptime().ms));
}

Value Announcer::info() const {
  Value info = Value::object();
  info.set("state", name(state())).set("user", user());
  info.set("is_new_user", false).set("expires_in_ms", time_left());
  const RecordRef& held = vault_.held();
  info.set("ended", held == nullptr ? lent_end_ : held->ended);
  const Text now = held == nullptr ? Text() : held->assurance;
  info.set("assurance", now).set("assurance_to_reach", has_factor(held) ? Text("aal2") : now);
  return info.set("link", "");
}

void Announcer::tell(EventKind kind, std::optional<Errc> reason) {
  Value event = Value::object();
  event.set("kind", name(kind)).set("state", name(state())).set("user", user());
  event.set("reason", reason ? Value(describe(*reason).name) : Value());
  outbox_.push({flow::Outgoing::Kind::event, 0, std::move(event)});
}

void Announcer::tell_signed_in_again() {
  if (told_ == SessionState::signed_in) tell(EventKind::signed_in);
}

// A change of state is told by publish().
void Announcer::tell_renewed(bool same_person, bool fresh) {
  if (told_ != SessionState::signed_in || settled_state() != told_) return;
  if (!same_person) tell(EventKind::signed_in);
  if (same_person && fresh) tell(EventKind::refreshed);
}

void Announcer::publish(Uptime good_until) {
  if (!begun_ && (vault_.loaded() || is_settled_)) {
    begun_ = true;
    tell(EventKind::initial_session);
  }
  publish_state();
  publish_signer(clock_.by_host(good_until));
  if (then_) tell(*std::exchange(then_, std::nullopt));
}

// Signing in is a state that passes: how it ends is told, and nothing if all is as it was.
void Announcer::publish_state() {
  const SessionState state = settled_state();
  if (state == told_) return;
  const EventKind event = event_of(told_, state);
  told_ = state;
  if (state == SessionState::signed_in) why_.reset();
  tell(event, why_);
  why_.reset();
}

// Threads compare the uptime of their host with it, which may stand still in sleep.
void Announcer::publish_signer(Uptime until) {
  const RecordRef& record = vault_.held();
  if (record == signed_record_ && until.ms == signed_until_.ms) return;
  const bool goes_on =
      record != nullptr && signed_record_ != nullptr && record->person == signed_record_->person;
  if (goes_on && record->assurance != signed_record_->assurance) tell(EventKind::assurance_changed);
  signed_record_ = record;
  signed_until_ = until;
  signer_ = std::make_shared<const Signer>(
      record == nullptr ? signer_->without_token()
                        : signer_->with_token(secret_of(record->access_token), until));
  ++signer_version_;
}

}  // namespace hufu::announcer
