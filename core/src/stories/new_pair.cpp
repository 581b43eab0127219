#include "stories/new_pair.h"

#include <utility>

#include "base/fault.h"
#include "text/jwt.h"

namespace hufu::stories {

using backend::Call;
using backend::CallKind;
using backend::Understood;
using flow::Task;
using vault::Record;
using vault::RecordRef;

namespace {

// The grant that a server would have given for them: the person is who the proof names.
Value answer_of(const Value& pair, Millis left, Value person) {
  Value answer = pair;
  answer.set("expires_in", left / 1000).set("user", std::move(person));
  return answer;
}

Value only(const char* member, const Value& of) {
  Value arguments = Value::object();
  return arguments.set(member, of.at(member));
}

// Whether both are tokens of one session, which GoTrue names in them.
bool same_session(const Record& a, const Record& b) {
  const Text session = text::read_claims(a.access_token).text_of("session_id");
  return !session.empty() && text::read_claims(b.access_token).text_of("session_id") == session;
}

// No token of this server's, whoever brought it.
Fault not_ours(const Fault& why) { return {Errc::credential_invalid, why.detail()}; }

}  // namespace

// A living token is proved, only one that has ended is renewed: its refresh token may be in use
// where it comes from.
Task<Value> NewPair::adopt(Value pair, Mark began) {
  const Call proof = backend_.call("adopt_session");
  if (proof.route == nullptr) co_return Errc::unsupported;
  announcer::Announcer::SigningIn busy(announcer_);
  const Value claims = text::read_claims(pair.text_or("access_token", ""));
  if (claims.is_null()) co_return Fault(Errc::invalid_argument, "access_token");
  const Millis left = claims.number_or("exp", 0) * 1000 - clock_.server_now().ms;
  const bool lives = left > 0;
  const Call renewal = backend_.renewal_with(pair.text_of("refresh_token"));
  const Call& call = lives ? proof : renewal;
  const CallKind kind = lives ? CallKind::signed_call : CallKind::renewal;
  const Text token = lives ? pair.text_of("access_token") : Text();
  Understood reply = co_await backend_.send(call, token, kind);
  if (reply.body.is(Errc::token_rejected)) co_return not_ours(reply.body.fault());
  if (!reply.body) co_return reply.body.fault();
  Value answer = *std::move(reply.body);
  if (lives) answer = answer_of(pair, left, std::move(answer));
  backend::Grant grant = backend_.grant_of(answer);
  if (!grant || grant.user.is_null()) co_return Errc::malformed_reply;
  co_return co_await sign_in_.keep(std::move(grant), began);
}

Task<Value> NewPair::verify_factor(Value what, Mark who) {
  if (what.at("challenge_id").is_null()) {
    Call ask = backend_.call("challenge_factor", only("factor_id", what));
    Value challenge = co_await one_call_.make(std::move(ask), who);
    what.set("challenge_id", challenge.at("id"));
  }
  Call verify = backend_.call("verify_factor", std::move(what));
  Value body = co_await calls_.signed_call(std::move(verify), who);
  backend::Grant grant = backend_.grant_of(body);
  if (!grant) co_return Errc::malformed_reply;
  co_await keep(std::move(grant), who);
  co_return announcer_.info();
}

Task<Value> NewPair::keep(backend::Grant grant, Mark who) {
  Record given = vault_.record_of(std::move(grant));
  given.person = who.person;
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
  co_return Value();
}

}  // namespace hufu::stories
