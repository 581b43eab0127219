// Leaving: local state goes first, and even when nobody can be reached.
#include <utility>

#include "session/session.h"

namespace hufu::session {
namespace {

// A sign-out does not wait for a stuck process; the commit guard there will notice it.
constexpr Millis kLongestWait = 5'000;

}  // namespace

Task<Value> Session::sign_out(Value how, Mark who) {
  const std::string_view scope = how.text_or("scope", "");
  if (scope != "local" && !knows_scopes()) co_return Errc::unsupported;
  if (scope == "others") co_return co_await ask_backend(call("sign_out", std::move(how)), who);
  if (scope != "local" && scope != "global") {
    co_return Error{Errc::invalid_argument, "scope is local, others or global", 0, 0};
  }
  if (config_.session == SessionSource::borrowed) {
    Answer gone = co_await host_.try_credential(CredentialKind::sign_out, false);
    if (!gone && !gone.is(Errc::signed_out)) co_return *std::move(gone.error);
    nothing_lent();
    co_return Value();
  }
  co_return co_await forget_session(std::move(how));
}

// A call that cannot say whom it means ends this very session.
bool Session::knows_scopes() const {
  const dialects::Route* route = dialects::find_route(dialect_, "sign_out");
  return config_.session == SessionSource::borrowed ||
         (route != nullptr && route->path.find("{scope}") != std::string_view::npos);
}

Task<Value> Session::forget_session(Value how) {
  generation_.left();  // a sign-in that begins from here on is kept
  Result<RecordRef> held = co_await flow::attempt(vault_.load());
  const bool only_here = vault_.is_only_here();
  refresh_flight_.abort(Error{Errc::signed_out, "", 0, 0});
  sign_in_flight_.abort(Error{Errc::cancelled, "signed out meanwhile", 0, 0});
  vault_.forget();  // from here on nobody gets a token
  why_.reset();
  Result<Value> erased = co_await flow::attempt(await_erasing());
  // A store that has refused to keep it cannot refuse to lose it.
  if (only_here) erased = Value();
  if (held) {
    Result<Value> told = co_await flow::attempt(tell_server(*held, how));
    // Here the person is out; that other devices still are in is worth knowing.
    if (erased && !told && how.text_or("scope", "") == "global") co_return told.error();
  }
  co_return erased;
}

Task<Value> Session::await_erasing() { co_return co_await erase_flight_.join(); }

// Runs inside erase_flight_, so that a sign-out that is given up half way still erases.
Task<Value> Session::erase_session() {
  Result<flow::Lease> lease = co_await host_.try_lock(lock_name(), kLongestWait);
  co_return co_await vault_.erase();
}

// The server wants a living token for this; a session that only has its refresh token left is
// renewed once more, in memory, to be ended.
Task<Value> Session::tell_server(RecordRef record, Value how) {
  Value token(record->access_token);
  if (!is_alive(*record) && !record->refresh_token.empty() && knows_scopes()) {
    Value body = co_await open_call(renewal_of(*record), CallKind::renewal);
    Value grant = read_grant(body);
    if (!grant.is_null()) token = grant.take("access_token");
  }
  how.set("access_token", token).set("refresh_token", record->refresh_token);
  Call call = this->call("sign_out", std::move(how));
  if (call.route == nullptr) co_return Value();
  Answer answer = co_await host_.try_send(address(call, *token.text()));
  Understood reply = understand_answer(answer, call, CallKind::signed_call);
  // A token that is refused belongs to a session that is over already.
  if (!reply.body && !reply.body.is(Errc::token_rejected)) co_return reply.body.error();
  co_return Value();
}

}  // namespace hufu::session
