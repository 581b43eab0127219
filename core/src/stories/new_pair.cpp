#include "stories/new_pair.h"

#include <utility>

#include "base/fault.h"
#include "text/jwt.h"

namespace hufu::stories {

using backend::Call;
using backend::CallKind;
using flow::Task;
using vault::Record;
using vault::RecordRef;

namespace {

// Whether both are tokens of one session, which GoTrue names in them.
bool same_session(const Record& a, const Record& b) {
  const Text session = text::read_claims(a.access_token).text_of("session_id");
  return !session.empty() && text::read_claims(b.access_token).text_of("session_id") == session;
}

}  // namespace

// A living token is proved; only what has ended is renewed, for its refresh token may be in use
// where it comes from.
Task<Value> NewPair::adopt(Value pair, Mark began) {
  const Value claims = text::read_claims(pair.text_or("access_token", ""));
  const double left = claims.number_or("exp", 0) - clock_.server_now().ms / 1000;
  Call call = backend_.call("adopt_session", pair.set("expires_in", left));
  const bool renews = left <= 0 && call->route != nullptr;
  if (renews) call = backend_.renewal_with(pair.text_of("refresh_token"));
  const CallKind kind = renews ? CallKind::renewal : CallKind::sign_in;
  return sign_in_.with(std::move(call), kind, began);
}

Task<Value> NewPair::verify_factor(Value what, Mark who) {
  bool is_asked = !what.at("challenge_id").is_null();
  for (;; is_asked = true) {
    Call call = backend_.call(is_asked ? "verify_factor" : "challenge_factor", what);
    Value answer = co_await calls_.signed_call(std::move(call), who);
    if (!is_asked) {
      what.set("challenge_id", answer.text_of("id"));
      continue;
    }
    backend::Grant grant = backend_.grant_of(answer);
    if (!grant) co_return Errc::malformed_reply;
    co_return co_await keep(std::move(grant), who);
  }
}

Task<Value> NewPair::keep(backend::Grant grant, Mark who) {
  Record given = vault_.record_of(grant);
  given.person = who.person();
  Tried<flow::Lease> lease = co_await vault_.try_lock();
  // Once more where another process has renewed this session: what we were given is newer.
  for (bool again = false;; again = true) {
    RecordRef before = vault_.held();
    if (before == nullptr || !generation_.nobody_came_since(who)) co_return Errc::cancelled;
    if (given.user.is_null()) given.user = before->user;
    if (given.session_user.is_null()) given.session_user = before->session_user;
    RecordRef next = RecordRef::make(given);
    Tried<RecordRef> kept = co_await flow::attempt(vault_.replace(before, next, who));
    if (kept) break;
    const RecordRef held = vault_.held();
    const bool renewed = kept.is(Errc::conflict) && held != nullptr && same_session(*held, given);
    if (again || !renewed) co_return kept.fault();
  }
  tokens_.begin_anew();
  announcer_.tell(EventKind::refreshed);
  co_return announcer_.info();
}

}  // namespace hufu::stories
