// Leaving: local state goes first, and even when nobody can be reached.
#include <utility>

#include "session/session.h"

namespace hufu::session {
namespace {

// A sign-out does not wait for a stuck process; the commit guard there will notice it.
constexpr Millis kLongestWait = 5'000;

}  // namespace

Task<Nothing> Session::perform(SignOut how) {
  if (how.scope != "local" && how.scope != "others" && how.scope != "global") {
    co_return Error{Errc::invalid_argument, "scope is local, others or global", 0, 0};
  }
  if (how.scope == "others") {
    std::optional<backends::Request> request = backend_->sign_out(how.scope);
    co_await signed_call(std::move(request));
    co_return Nothing();
  }
  if (config_.session == SessionSource::borrowed) {
    Result<CredentialAnswer> gone = co_await host_.try_credential(CredentialKind::sign_out, false);
    if (!gone && !gone.is(Errc::signed_out)) co_return gone.error();
    borrowing_ = false;
    co_return Nothing();
  }
  co_return co_await forget_session(std::move(how.scope));
}

Task<Nothing> Session::forget_session(std::string scope) {
  Result<RecordRef> held = co_await flow::attempt(vault_.load());
  ++epoch_;
  ++person_;
  refresh_flight_.abort(Error{Errc::signed_out, "", 0, 0});
  vault_.forget();  // from here on nobody gets a token
  why_.reset();
  Result<Nothing> erased = co_await flow::attempt(await_erasing());
  if (held) {
    Result<Nothing> told = co_await flow::attempt(tell_server(*held, scope));
    // Here the person is out; that other devices still are in is worth knowing.
    if (erased && !told && scope == "global") co_return told.error();
  }
  if (!erased) co_return erased.error();
  co_return Nothing();
}

Task<Nothing> Session::await_erasing() { co_return co_await erase_flight_.join(); }

// Runs inside erase_flight_, so that a sign-out that is given up half way still erases.
Task<Nothing> Session::erase_session() {
  Result<flow::Lease> lease = co_await host_.try_lock(lock_name(), kLongestWait);
  co_return co_await vault_.erase();
}

// The server wants a living token for this; a session that only has its refresh token left is
// renewed once more, in memory, to be ended.
Task<Nothing> Session::tell_server(RecordRef record, std::string scope) {
  Secret token = record->access_token;
  if (!is_alive(*record) && !record->refresh_token.empty()) {
    std::optional<backends::Request> renewal = backend_->renew(record->refresh_token);
    json::Value body = co_await open_call(std::move(renewal), CallKind::renewal);
    std::optional<backends::Grant> grant = backend_->read_grant(body);
    if (grant) token = std::move(grant->access_token);
  }
  std::optional<backends::Request> request = backend_->sign_out(scope);
  if (!request) co_return Nothing();
  HttpEffect call = address(*request, token);
  Result<HttpAnswer> answer = co_await host_.try_send(std::move(call));
  Understood reply = understand_answer(answer, CallKind::signed_call);
  // A token that is refused belongs to a session that is over already.
  if (!reply.body && !reply.body.is(Errc::token_rejected)) co_return reply.body.error();
  co_return Nothing();
}

}  // namespace hufu::session
