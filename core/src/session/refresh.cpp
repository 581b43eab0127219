// One refresh for everyone: callers, tabs, processes. Nobody is signed out by accident.
#include <algorithm>
#include <tuple>
#include <utility>

#include "session/session.h"

namespace hufu::session {
namespace {

// 0 to 1, from two random bytes. Without randomness the middle: politeness needs no secrets.
double chance_of(const Answer& random) {
  const std::string& bytes = random.text;
  if (!random || bytes.size() != 2) return 0.5;
  const auto high = static_cast<unsigned char>(bytes[0]);
  const auto low = static_cast<unsigned char>(bytes[1]);
  return (high * 256 + low) / 65536.0;
}

// Whether a new code was refused for a reason that another new code would not mend.
bool needs_person(Errc refusal) {
  return refusal == Errc::credential_invalid || refusal == Errc::not_allowed ||
         refusal == Errc::user_banned;
}

bool same_tokens(const Record& a, const Record& b) {
  return a.access_token == b.access_token && a.refresh_token == b.refresh_token;
}

}  // namespace

// Runs inside refresh_flight_, which the session owns: a caller that gives up does not end it.
Task<RecordRef> Session::refresh() {
  Result<RecordRef> renewed = co_await flow::attempt(refresh_under_lock());
  if (renewed) {
    back_off_.succeeded();
    co_return *renewed;
  }
  const Error why = renewed.error();
  if (vault_.held() == nullptr || vault_.held()->needs_user) co_return why;  // it is over
  const bool tried = why.code != Errc::lock_timeout;
  if (tried) {
    Answer random = co_await host_.try_random(2);
    back_off_.failed(why, chance_of(random), now().uptime);
  }
  RecordRef held = vault_.held();
  if (held != nullptr && is_alive(*held)) co_return held;
  co_return tried ? back_off_.why(now().uptime) : why;
}

Task<RecordRef> Session::refresh_under_lock() {
  Result<flow::Lease> lease = co_await host_.try_lock(lock_name(), config_.lock_wait_ms);
  RecordRef latest = co_await newest_record();
  if (latest == nullptr) {
    vault_.adopt(nullptr);  // another tab or process has signed out
    co_return Errc::signed_out;
  }
  if (latest != vault_.held()) follow(latest);
  if (latest->needs_user) co_return Errc::session_expired;
  if (is_fresh(*latest)) co_return latest;
  if (!lease) co_return lease.error();  // never without the lock where the host has one
  const bool renewable = !latest->refresh_token.empty() && renewal_of(*latest).route != nullptr;
  if (!renewable) co_return co_await renew_silently(latest);
  co_return co_await renew(latest);
}

// Hold what another process has written, and tell it: another person is another sign-in.
void Session::follow(RecordRef stored) {
  const std::string before(user().text_or("id", ""));
  vault_.adopt(std::move(stored));
  const std::string after(user().text_or("id", ""));
  const bool same = before.empty() || after.empty() || before == after;
  if (!same) ++person_;
  if (told_ != SessionState::signed_in || settled_state() != told_) return;  // publish() tells
  if (!same) announce(EventKind::signed_in, std::nullopt);
  if (same && is_fresh(*vault_.held())) announce(EventKind::refreshed, std::nullopt);
}

// What the store has, if it differs from what we hold: its time of life is only known by the wall
// clock. A store that cannot be read, or that lacks what could not be written, has no say.
Task<RecordRef> Session::newest_record() {
  RecordRef held = vault_.held();
  if (vault_.is_dirty()) co_return held;
  Result<RecordRef> stored = co_await flow::attempt(vault_.read_store());
  if (!stored) co_return held;
  if (*stored != nullptr && held != nullptr && same_tokens(**stored, *held)) co_return held;
  co_return *stored;
}

Call Session::renewal_of(const Record& record) const {
  Value arguments = Value::object();
  arguments.set("refresh_token", record.refresh_token);
  return call("refresh", std::move(arguments));
}

Task<RecordRef> Session::renew(RecordRef spent) {
  Answer answer = co_await host_.try_send(address(renewal_of(*spent), ""));
  Understood reply = understand_answer(answer, CallKind::renewal);
  if (reply.ends_session) co_return co_await end_session(spent, reply.body.error());
  if (!reply.body) co_return reply.body.error();
  co_return co_await commit(*std::move(reply.body), spent);
}

// The commit guard: what was written while we asked (a sign-out, another sign-in) stays.
Task<RecordRef> Session::commit(Value answer, RecordRef spent) {
  Value grant = read_grant(answer);
  if (grant.is_null()) co_return Errc::malformed_reply;
  Record renewed = record_of(std::move(grant));
  if (renewed.user.is_null()) renewed.user = user();
  RecordRef stored = co_await newest_record();
  // On a host without locks a sign-in of this very process may have been faster.
  if (vault_.held() != nullptr && !same_tokens(*vault_.held(), *spent)) stored = vault_.held();
  if (stored == nullptr) {
    vault_.adopt(nullptr);
    co_return Errc::signed_out;
  }
  if (!same_tokens(*stored, *spent)) {
    if (stored != vault_.held()) follow(stored);
    if (is_fresh(*stored)) co_return stored;
    co_return Errc::conflict;
  }
  co_await vault_.save(std::move(renewed));
  if (vault_.held() == nullptr) co_return Errc::signed_out;
  announce(EventKind::refreshed, std::nullopt);
  co_return vault_.held();
}

// The server has said, well-formed, that this session is over. It is asked of the store once more
// (R6 d): where locks do not work, another process may have renewed it meanwhile.
Task<RecordRef> Session::end_session(RecordRef ended, Error why) {
  Result<RecordRef> stored = ended;
  if (!vault_.is_dirty()) stored = co_await flow::attempt(vault_.read_store());
  if (stored && *stored != nullptr && !same_tokens(**stored, *ended)) {
    follow(*stored);
    if (is_fresh(**stored)) co_return *stored;
    co_return Errc::conflict;
  }
  if (config_.silent_sign_in && why.code == Errc::session_expired) {
    Record without = *ended;
    without.refresh_token = Secret();  // spent: only a new code can help from here on
    co_await vault_.save(std::move(without));
    co_return co_await renew_silently(vault_.held());
  }
  why_ = why.code;
  vault_.forget();
  // What cannot be read is not erased either: it may be the newer session of another process.
  if (stored) std::ignore = co_await flow::attempt(vault_.erase());
  co_return why;
}

// A new WeChat code in the place of a refresh token; everybody who waits for the refresh waits
// for this one credential.
Task<RecordRef> Session::renew_silently(RecordRef ended) {
  const Error over{Errc::session_expired, "no refresh token", 0, 0};
  if (!config_.silent_sign_in) co_return co_await require_user(ended, over);
  Answer code = co_await host_.try_credential(CredentialKind::wechat_code, true);
  if (!code && code.error->action() == Action::retry) co_return *std::move(code.error);
  if (code && code.text.empty()) code.error.emplace(Error{Errc::host_fault, "", 0, 0});
  if (!code) co_return co_await require_user(ended, *code.error);

  Value how = Value::object();
  how.set("code", std::move(code.text));
  add_user_data(how, code);
  Call again = call("sign_in_with_wechat", std::move(how));
  Result<Value> reply = co_await flow::attempt(open_call(std::move(again), CallKind::sign_in));
  if (!reply && !needs_person(reply.error().code)) co_return reply.error();
  if (!reply) co_return co_await require_user(ended, reply.error());
  co_return co_await commit(*std::move(reply), ended);
}

// The session is kept, so that the application can still show who it was, but goes no further.
Task<RecordRef> Session::require_user(RecordRef ended, Error why) {
  Record kept = *ended;
  kept.needs_user = true;
  why_ = why.code;
  co_await vault_.save(std::move(kept));
  co_return Error{Errc::session_expired, why.detail, 0, why.http_status};
}

}  // namespace hufu::session
