#include "stories/sign_out.h"

#include <utility>

#include "base/fault.h"

namespace hufu::stories {

using backend::Call;
using backend::CallKind;
using backend::Understood;
using flow::Answer;
using flow::Task;
using vault::RecordRef;

namespace {

// A sign-out does not wait for a stuck process; the commit guard there will notice it.
constexpr Millis kLongestWait = 5'000;

}  // namespace

SignOut::SignOut(flow::Credentials& credentials, const Config& config,
                 vault::Generation& generation, vault::Vault& vault, backend::Backend& backend,
                 announcer::Announcer& announcer, tokens::Tokens& tokens, OneCall& one_call,
                 SignIn& sign_in)
    : credentials_(credentials),
      config_(config),
      generation_(generation),
      vault_(vault),
      backend_(backend),
      announcer_(announcer),
      tokens_(tokens),
      one_call_(one_call),
      sign_in_(sign_in),
      erasing_(this, flow::SingleFlight<Value>::run_of<SignOut, &SignOut::erase_session>) {}

Task<Value> SignOut::sign_out(Value how, vault::Generation::Mark who) {
  const std::string_view scope = how.text_or("scope", "");
  if (scope != "local" && !knows_scopes()) co_return Errc::unsupported;
  if (scope == "others") {
    Call others = backend_.call("sign_out", std::move(how));
    co_return co_await one_call_.make(std::move(others), who);
  }
  if (scope != "local" && scope != "global") {
    co_return Fault(Errc::invalid_argument, "scope is local, others or global");
  }
  if (config_.session == SessionSource::borrowed) {
    Answer gone = co_await credentials_.try_credential(CredentialKind::sign_out, false);
    if (!gone && !gone.is(Errc::signed_out)) co_return gone->fault;
    tokens_.nothing_lent();
    co_return Value();
  }
  co_return co_await forget_session(std::move(how));
}

// A call that cannot say whom it means ends this very session.
bool SignOut::knows_scopes() const {
  const dialects::Route* route = backend_.route("sign_out");
  return config_.session == SessionSource::borrowed ||
         (route != nullptr && route->path.has("{scope}"));
}

Task<Value> SignOut::forget_session(Value how) {
  generation_.left();  // a sign-in that begins from here on is kept
  Tried<RecordRef> held = co_await flow::attempt(vault_.load());
  const bool only_here = vault_.is_only_here();
  tokens_.forget();
  sign_in_.abort(Fault(Errc::cancelled, "signed out meanwhile"));
  vault_.forget(vault_.end_of(EndCause::sign_out));  // from here on nobody gets a token
  announcer_.for_no_reason();
  Tried<Value> erased = co_await flow::attempt(await_erasing());
  // A store that has refused to keep it cannot refuse to lose it.
  if (only_here) erased = Value();
  if (held) {
    Tried<Value> told = co_await flow::attempt(tell_server(*held, how));
    // Here the person is out; that other devices still are in is worth knowing.
    if (erased && !told && how.text_or("scope", "") == "global") co_return told.fault();
  }
  co_return erased;
}

Task<Value> SignOut::await_erasing() { co_return co_await erasing_.join(); }

// Runs inside erasing_, so that a sign-out that is given up half way still erases.
Task<Value> SignOut::erase_session() {
  Tried<flow::Lease> lease = co_await vault_.try_lock(kLongestWait);
  co_return co_await vault_.erase();
}

Task<Value> SignOut::tell_server(RecordRef record, Value how) {
  Value token(record->access_token);
  const bool spent = !tokens_.is_alive(*record) && !record->refresh_token.empty();
  if (spent && knows_scopes()) token = co_await living_token(record);
  how.set("access_token", token).set("refresh_token", record->refresh_token);
  const Call leave = backend_.call("sign_out", std::move(how));
  if (leave->route == nullptr) co_return Value();
  Understood reply = co_await backend_.send(leave, CallKind::signed_call, token.text());
  // A token that is refused belongs to a session that is over already.
  if (!reply.body && !reply.body.is(Errc::token_rejected)) co_return reply.body.fault();
  co_return Value();
}

// The server wants a living token to end a session: one that only has its refresh token left is
// renewed once more, in memory.
Task<Value> SignOut::living_token(RecordRef record) {
  const Call renewal = backend_.renewal_with(record->refresh_token);
  Understood renewed = co_await backend_.send(renewal, CallKind::renewal);
  if (!renewed.body) co_return renewed.body.fault();
  const backend::Grant grant = backend_.grant_of(*renewed.body);
  co_return grant ? Value(grant->access_token) : Value(record->access_token);
}

}  // namespace hufu::stories
