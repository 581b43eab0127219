#include "stories/sign_in.h"

#include <tuple>
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

// Nobody has signed in, but all went well: an address has to be confirmed.
Value pending_sign_up(const Value& address) {
  Value outcome = Value::object();
  outcome.set("state", name(SignUpState::confirmation_pending)).set("address", address);
  outcome.set("user", Value()).set("is_new_user", false).set("expires_in_ms", 0);
  return outcome;
}

}  // namespace

SignIn::SignIn(const Config& config, vault::Generation& generation, vault::Vault& vault,
               backend::Backend& backend, announcer::Announcer& announcer, tokens::Tokens& tokens,
               tokens::WechatCodes& codes)
    : config_(config),
      generation_(generation),
      vault_(vault),
      backend_(backend),
      announcer_(announcer),
      tokens_(tokens),
      codes_(codes),
      by_host_(this, flow::SingleFlight<Value>::run_of<SignIn, &SignIn::with_code_of_host>,
               flow::Deserted::stops) {}

Task<Value> SignIn::with_wechat(Value how) {
  if (config_.session == SessionSource::borrowed) {
    co_return Fault(Errc::unsupported, "the session is borrowed");
  }
  const Value* code = how.find("code");
  if (!code->is_null()) {
    if (code->text().empty()) co_return Fault(Errc::invalid_argument, "code");
    Call with_code = backend_.call("sign_in_with_wechat", std::move(how));
    co_return co_await with(std::move(with_code), CallKind::sign_in, generation_.mark());
  }
  // wx.login allows few calls and its codes work once: all who ask meanwhile share one sign-in.
  if (!by_host_.is_flying()) pending_sign_in_ = std::move(how);
  co_return co_await by_host_.join();
}

Task<Value> SignIn::with_code_of_host() {
  announcer::Announcer::SigningIn busy(announcer_);
  const Mark began = generation_.mark();
  const Value asked = std::move(pending_sign_in_);
  for (bool again = false;; again = true) {
    Answer code = co_await codes_.try_ask();
    if (!code) co_return code->fault;
    if (code->text.empty()) co_return Fault(Errc::invalid_argument, "code");
    Call with_code = codes_.sign_in_with(code, asked);
    Task<Value> sign_in = with(std::move(with_code), CallKind::sign_in, began);
    Tried<Value> done = co_await flow::attempt(std::move(sign_in));
    // Once more: a code is used up by an answer that was lost, or by an impatient second tap.
    const bool stop = again || !generation_.nobody_left_since(began);
    if (done || stop || !backend::wants_new_code(done.fault())) co_return done;
  }
}

Task<Value> SignIn::with(Call call, CallKind kind, Mark began) {
  announcer::Announcer::SigningIn busy(announcer_);
  Text address = call->arguments.text_of("email");
  const bool by_mail = !address.empty();
  if (!by_mail) address = call->arguments.text_of("phone");
  const Text type = call->arguments.text_of("type");  // of a code
  if (type.empty()) call->arguments.set("type", by_mail || address.empty() ? "email" : "sms");
  // A pair that is brought: its token says whose it is, and the answer whose the server says.
  const bool proves = !call->arguments.at("expires_in").is_null();
  const Text token = proves ? call->arguments.text_of("access_token") : Text();
  Understood reply = co_await backend_.send(call, kind, token);
  if (!reply.body) co_return reply.body.fault();
  const Value answer = proves ? call->arguments.set("user", *reply.body) : *reply.body;
  backend::Grant grant = backend_.grant_of(answer);
  if (proves && grant && grant->user.is_null()) grant = nullptr;
  const dialects::Route& route = *call->route;
  const bool may_pend = !route.reply.empty();  // there is an address to be confirmed
  if (!grant) {
    const bool pending = may_pend && !dialects::read_reply(route, *reply.body).is_null();
    if (pending) co_return pending_sign_up(address);
    co_return Errc::malformed_reply;
  }
  if (route.step == "sign_up" || route.step == "sign_in_anonymously" || type == "signup") {
    grant->is_new_user = true;
  }
  Value session = co_await keep(grant, began);
  if (type == "recovery") announcer_.tell_then(EventKind::password_recovery);
  if (may_pend) session.set("address", address);
  co_return session;
}

// The record is made now: its time runs while we wait for the lock.
Task<Value> SignIn::keep(const backend::Grant& grant, Mark began) {
  const bool is_new_user = grant->is_new_user;
  RecordRef record = RecordRef::make(vault_.record_of(grant));
  return hold(std::move(record), is_new_user, began);
}

Task<Value> SignIn::hold(RecordRef record, bool is_new_user, Mark began) {
  // A refresh of the session before must not write over this one. If another process does not let
  // go, the person's sign-in is not thrown away for it: the refresh there finds it (commit guard).
  Tried<flow::Lease> lease = co_await vault_.try_lock();
  // What is stored there may be of another server, and is set aside before it is written over.
  if (!vault_.loaded()) std::ignore = co_await flow::attempt(vault_.load());
  RecordRef whatever;
  Tried<RecordRef> kept = co_await flow::attempt(vault_.replace(whatever, record, began));
  if (kept.is(Errc::signed_out)) co_return Fault(Errc::cancelled, "signed out meanwhile");
  generation_.came();
  tokens_.begin_anew();
  announcer_.tell_signed_in_again();
  Value signed_in = announcer_.info();
  signed_in.set("is_new_user", is_new_user);
  co_return signed_in;
}

}  // namespace hufu::stories
