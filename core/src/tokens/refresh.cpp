#include "tokens/refresh.h"

#include <utility>

#include "base/fault.h"

namespace hufu::tokens {

using backend::Call;
using backend::CallKind;
using backend::Understood;
using flow::Answer;
using flow::Task;
using vault::Record;
using vault::RecordRef;
using Mark = vault::Generation::Mark;

namespace {

// 0 to 1, from two random bytes. Without randomness the middle: politeness needs no secrets.
double chance_of(const Answer& random) {
  const Text& bytes = random->text;
  if (!random || bytes.size() != 2) return 0.5;
  const auto high = static_cast<unsigned char>(bytes[0]);
  const auto low = static_cast<unsigned char>(bytes[1]);
  return (high * 256 + low) / 65536.0;
}

// A lost packet, a server that is being replaced: after such pauses, half more or less, it is over.
constexpr Millis kHealingPauses[] = {150, 500};

// Not after a timeout: that request may still be under way, and two at once is what servers with
// strict rotation punish. Who asks for patience gets it.
bool heals_soon(const Fault& why) {
  constexpr int kBadGateway = 502, kUnavailable = 503, kGatewayTimeout = 504;
  const int status = why.http_status();
  if (why.code() == Errc::network && status == 0) return true;
  return (status == kBadGateway || status == kUnavailable || status == kGatewayTimeout) &&
         why.retry_after_ms() == 0;
}

// Whether a new code was refused for a reason that another new code would not mend. A 403 without a
// code may be a gateway's.
bool needs_person(const Fault& refusal) {
  switch (refusal.code()) {
    case Errc::credential_invalid:
    case Errc::user_banned:
    case Errc::user_not_found:
    case Errc::sign_ups_off: return true;
    case Errc::not_allowed: return !refusal.detail().empty();
    default: return false;
  }
}

RecordRef without_refresh_token(const Record& record) {
  Record without = record;
  without.refresh_token = Text();
  return RecordRef::make(std::move(without));
}

RecordRef needing_user(const Record& record, Value end) {
  Record kept = record;
  kept.needs_user = true;
  kept.ended = std::move(end);
  return RecordRef::make(std::move(kept));
}

}  // namespace

Refresh::Refresh(flow::Timer& timer, flow::Crypto& crypto, const flow::Clock& clock,
                 const Config& config, vault::Generation& generation, vault::Vault& vault,
                 backend::Backend& backend, announcer::Announcer& announcer, Worth& worth,
                 WechatCodes& codes)
    : timer_(timer),
      crypto_(crypto),
      clock_(clock),
      config_(config),
      generation_(generation),
      vault_(vault),
      backend_(backend),
      announcer_(announcer),
      worth_(worth),
      codes_(codes),
      flight_(this, flow::SingleFlight<RecordRef>::run_of<Refresh, &Refresh::run>) {}

Task<RecordRef> Refresh::run() {
  const Mark began = generation_.mark();
  const bool was_refused = vault_.held() != nullptr && worth_.is_refused(*vault_.held());
  Tried<RecordRef> renewed = co_await flow::attempt(under_lock(began));
  if (renewed) {
    back_off_.succeeded();
    if (was_refused) worth_.answered_refusal();
    co_return *renewed;
  }
  const Fault why = renewed.fault();
  if (vault_.held() == nullptr || vault_.held()->needs_user) co_return why;  // it is over
  if (!generation_.same_person_since(began)) co_return why;  // no trouble of who is here now
  const bool tried = why.code() != Errc::lock_timeout;
  if (tried) {
    Answer random = co_await crypto_.try_random(2);
    back_off_.failed(why, chance_of(random), clock_.uptime());
  }
  RecordRef held = vault_.held();
  if (held != nullptr && worth_.is_alive(*held)) co_return held;
  co_return tried ? why_not_yet() : why;
}

Task<RecordRef> Refresh::under_lock(Mark began) {
  Tried<flow::Lease> lease = co_await vault_.try_lock();
  RecordRef latest = co_await vault_.newest();
  if (latest == nullptr) {
    vault_.adopt(nullptr);  // another tab or process has signed out
    co_return Errc::signed_out;
  }
  if (latest != vault_.held()) follow(latest);
  latest = vault_.held();
  // Signed out here, while the store still has what is being erased.
  if (latest == nullptr) co_return Errc::signed_out;
  if (latest->needs_user) co_return Errc::session_expired;
  if (worth_.is_fresh(*latest)) co_return latest;
  // Never without the lock where the host has one, unless nobody else can have this session.
  if (!lease && !vault_.is_dirty()) co_return lease.fault();
  const bool renewable = !latest->refresh_token.empty() && backend_.route("refresh") != nullptr;
  if (!renewable) co_return co_await renew_silently(latest, began);
  co_return co_await renew(latest, began);
}

// Hold what another process has written, and tell it.
void Refresh::follow(RecordRef stored) {
  const vault::Person before = generation_.mark().person();
  vault_.adopt(std::move(stored));
  tell_renewed(before);
}

// Another person is another sign-in. A change of state is told by publish().
void Refresh::tell_renewed(vault::Person before) {
  const RecordRef& held = vault_.held();
  if (held != nullptr) announcer_.tell_renewed(held->person == before, worth_.is_fresh(*held));
}

Task<RecordRef> Refresh::renew(RecordRef spent, Mark began) {
  const Call renewal = backend_.renewal_with(spent->refresh_token);
  Understood reply = co_await backend_.send(renewal, CallKind::renewal);
  // Nobody waits for the renewal of a token that is alive, and an outage needs no more requests.
  const bool is_missed = !worth_.is_alive(*spent) && back_off_.is_untroubled();
  for (const Millis pause : kHealingPauses) {
    if (!is_missed || reply.body || !heals_soon(reply.body.fault())) break;
    Answer random = co_await crypto_.try_random(2);
    co_await timer_.sleep(pause * (0.5 + chance_of(random)));
    reply = co_await backend_.send(renewal, CallKind::renewal);
  }
  if (reply.ends_session) co_return co_await end_session(spent, reply.body.fault(), began);
  // A server that gives refresh tokens and has no call for them (document 000's, extended).
  const bool no_such_call = !reply.body && backend::is_missing_call(reply.body.fault());
  if (no_such_call && config_.silent_sign_in) co_return co_await renew_silently(spent, began);
  if (!reply.body) co_return reply.body.fault();
  co_return co_await commit(*std::move(reply.body), spent, CallKind::renewal, began);
}

Task<RecordRef> Refresh::commit(Value answer, RecordRef spent, CallKind how, Mark began) {
  backend::Grant grant = backend_.grant_of(answer);
  if (!grant) co_return Errc::malformed_reply;
  Record renewed = vault_.record_of(grant);
  // A refresh token renews one person, by whatever id the server calls them now (B13); a code of
  // wx.login may be another's.
  const bool other = how == CallKind::sign_in && !same_person(renewed, *spent).value_or(true);
  if (!other) continue_session(renewed, *spent);
  RecordRef next = RecordRef::make(std::move(renewed));
  RecordRef held = co_await succeed(spent, next, began);
  if (same_tokens(*held, *next)) tell_renewed(spent->person);
  co_return held;
}

// What an answer leaves out is as before (RFC 6749, 6).
void Refresh::continue_session(Record& renewed, const Record& spent) const {
  renewed.person = spent.person;
  if (renewed.refresh_token.empty()) renewed.refresh_token = spent.refresh_token;
  if (!renewed.user.is_null()) return;
  renewed.user = announcer_.user();
  renewed.session_user = spent.session_user;
}

// The commit guard: what was written while we asked (a sign-out, another sign-in) stays, and serves
// in the place of ours if it can.
Task<RecordRef> Refresh::succeed(RecordRef spent, RecordRef next, Mark began, Value end) {
  Tried<RecordRef> kept = co_await flow::attempt(vault_.replace(spent, next, began, end));
  if (kept) co_return kept;
  announcer_.for_no_reason();
  const RecordRef& held = vault_.held();
  if (kept.is(Errc::conflict) && held != nullptr && worth_.is_fresh(*held)) co_return held;
  co_return kept.fault();
}

// The server has said, well-formed, that this session is over. It is asked of the store once more
// (R6 d): where locks do not work, another process may have renewed it meanwhile.
Task<RecordRef> Refresh::end_session(RecordRef ended, Fault why, Mark began) {
  if (config_.silent_sign_in && why.code() == Errc::session_expired) {
    // It is spent: only a new code can help from here on.
    RecordRef without = without_refresh_token(*ended);
    RecordRef held = co_await succeed(ended, without, began);
    if (!same_tokens(*held, *without)) co_return held;
    co_return co_await renew_silently(held, began);
  }
  announcer_.because(why.code());
  RecordRef nobody;
  Value end = vault_.end_of(vault::cause_of(why), why);
  RecordRef held = co_await succeed(ended, nobody, began, end);
  if (held != nullptr) co_return held;
  co_return why;
}

// A new WeChat code in the place of a refresh token; everybody who waits for the refresh waits
// for this one credential.
Task<RecordRef> Refresh::renew_silently(RecordRef ended, Mark began) {
  const Fault over(Errc::session_expired, "no refresh token");
  if (!config_.silent_sign_in) {
    co_return co_await require_user(ended, EndCause::not_renewable, over, began);
  }
  constexpr EndCause kRefused = EndCause::silent_refused;
  for (bool again = false;; again = true) {
    Answer code = co_await codes_.try_ask();
    if (!code && code->fault.action() == Action::retry) co_return code->fault;
    if (code && code->text.empty()) code->fault = Errc::host_fault;
    if (!code) co_return co_await require_user(ended, kRefused, code->fault, began);

    const Call sign_in = codes_.sign_in_with(code, Value::object());
    // A host that does not give what the server wants will not give it the next time either.
    Fault missing(Errc::invalid_argument, dialects::missing_arguments(sign_in));
    if (!missing.detail().empty())
      co_return co_await require_user(ended, kRefused, std::move(missing), began);
    Understood reply = co_await backend_.send(sign_in, CallKind::sign_in);
    Tried<Value>& body = reply.body;
    if (body) co_return co_await commit(*std::move(body), ended, CallKind::sign_in, began);
    if (!again && backend::wants_new_code(body.fault())) continue;
    if (!needs_person(body.fault())) co_return body.fault();
    co_return co_await require_user(ended, kRefused, body.fault(), began);
  }
}

// The session is kept, so that the application can still show who it was, but goes no further.
Task<RecordRef> Refresh::require_user(RecordRef ended, EndCause cause, Fault why, Mark began) {
  RecordRef kept = needing_user(*ended, vault_.end_of(cause, why));
  announcer_.because(why.code());
  RecordRef held = co_await succeed(ended, kept, began);
  if (!held->needs_user) co_return held;
  Facts over{Errc::session_expired, why.detail(), 0, why.http_status()};
  co_return Fault(std::move(over));
}

}  // namespace hufu::tokens
