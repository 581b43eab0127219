// Signing in with a WeChat code.
#include <algorithm>
#include <tuple>
#include <utility>

#include "session/session.h"
#include "text/headers.h"
#include "text/jwt.h"

namespace hufu::session {
namespace {

// Says "signing in" for as long as it lives.
class Busy {
 public:
  explicit Busy(int& count) : count_(count) { ++count_; }
  Busy(const Busy&) = delete;
  Busy& operator=(const Busy&) = delete;
  ~Busy() { --count_; }

 private:
  int& count_;
};

// What a token says of its own life by its times, which its server has written with one clock; 0
// if nothing. Without `iat` it is counted from `now`.
Millis life_by_claims(std::string_view token, WallTime now) {
  const auto claims = text::read_claims(token);
  const double end = claims ? claims->number_or("exp", 0) * 1000 : 0;
  return end <= 0 ? 0 : end - claims->number_or("iat", now.ms / 1000) * 1000;
}

// Nobody is signed in, but all went well: the e-mail has to be confirmed.
Value pending_sign_up(const Value& address) {
  Value outcome = Value::object();
  outcome.set("state", name(SignUpState::confirmation_pending)).set("address", address);
  outcome.set("user", Value()).set("is_new_user", false).set("expires_in_ms", 0);
  return outcome;
}

}  // namespace

Task<Value> Session::sign_in_with_wechat(Value how) {
  if (config_.session == SessionSource::borrowed) {
    co_return Error{Errc::unsupported, "the session is borrowed", 0, 0};
  }
  const Value* code = how.find("code");
  if (!code->is_null()) {
    if (code->text()->empty()) co_return Error{Errc::invalid_argument, "code", 0, 0};
    Call with_code = call("sign_in_with_wechat", std::move(how));
    co_return co_await sign_in_with(std::move(with_code), CallKind::sign_in, generation_.mark());
  }
  // wx.login allows few calls and its codes work once: all who ask meanwhile share one sign-in.
  if (!sign_in_flight_.is_flying()) asked_ = std::move(how);
  co_return co_await sign_in_flight_.join();
}

// A code of wx.login, and where the server wants it what WeChat encrypts beside it.
flow::PendingEffect Session::ask_for_code() {
  const dialects::Route* route = dialects::find_route(dialect_, "sign_in_with_wechat");
  const bool with_data = route != nullptr && !route->needs.empty();
  return host_.try_credential(CredentialKind::wechat_code, true, with_data);
}

Task<Value> Session::sign_in_by_host() {
  Busy busy(signing_in_);
  const Mark began = generation_.mark();
  const Value asked = std::move(asked_);
  for (bool again = false;; again = true) {
    Value how = asked;
    Answer code = co_await ask_for_code();
    if (!code) co_return *std::move(code.error);
    if (code.text.empty()) co_return Error{Errc::invalid_argument, "code", 0, 0};
    how.set("code", std::move(code.text));
    add_user_data(how, code);
    Call with_code = call("sign_in_with_wechat", std::move(how));
    Task<Value> sign_in = sign_in_with(std::move(with_code), CallKind::sign_in, began);
    Result<Value> done = co_await flow::attempt(std::move(sign_in));
    // Once more: a code is used up by an answer that was lost, or by an impatient second tap.
    const bool stop = again || !generation_.nobody_left_since(began);
    if (done || stop || !backend::wants_new_code(done.error())) co_return done;
  }
}

// What WeChat said of the person when it gave the code, unless the caller has said it.
void Session::add_user_data(Value& how, const Answer& credential) {
  for (const std::string_view member : {"encrypted_data", "iv", "raw_data", "signature"}) {
    const std::string_view said = credential.rest.text_or(member, "");
    if (!said.empty() && how.text_or(member, "").empty()) how.set(member, said);
  }
}

Task<Value> Session::sign_in_with(Call call, CallKind kind, Mark began) {
  Busy busy(signing_in_);
  const dialects::Route* route = call.route;
  const Value address(call.arguments.text_or("email", ""));
  Value body = co_await open_call(std::move(call), kind);
  Value grant = read_grant(body);
  const bool signs_up = route->step == "sign_up";
  if (grant.is_null()) {
    const bool pending = signs_up && dialects::read_reply(*route, body);
    if (pending) co_return pending_sign_up(address);
    co_return Errc::malformed_reply;
  }
  if (signs_up || route->step == "sign_in_anonymously") grant.set("is_new_user", true);
  Value session = co_await keep_grant(std::move(grant), began);
  if (signs_up) session.set("address", address);
  co_return session;
}

Task<Value> Session::keep_grant(Value grant, Mark began) {
  const bool is_new_user = grant.bool_or("is_new_user", false);
  // Made now: its time runs while we wait for the lock.
  RecordRef record = std::make_shared<const Record>(record_of(std::move(grant)));
  // A refresh of the session before must not write over this one. If another process does not let
  // go, the person's sign-in is not thrown away for it: the refresh there finds it (commit guard).
  Result<flow::Lease> lease = co_await host_.try_lock(lock_name(), config_.lock_wait_ms);
  // What is stored there may be of another server, and is set aside before it is written over.
  if (!vault_.loaded()) std::ignore = co_await flow::attempt(vault_.load());
  RecordRef whatever;
  Result<RecordRef> kept = co_await flow::attempt(vault_.replace(whatever, record, began));
  if (kept.is(Errc::signed_out)) co_return Error{Errc::cancelled, "signed out meanwhile", 0, 0};
  generation_.came();
  back_off_.succeeded();
  next_refusal_ = Uptime{};
  if (told_ == SessionState::signed_in) announce(EventKind::signed_in, std::nullopt);
  Value signed_in = info();
  signed_in.set("is_new_user", is_new_user);
  co_return signed_in;
}

Value Session::read_grant(const Value& body) const {
  std::optional<Value> grant = dialects::read_grant(dialect_, body);
  const bool sound = grant && text::is_clean_token(grant->text_or("access_token", ""));
  return sound ? *std::move(grant) : Value();
}

// How long the access token lives: RFC 6749, 5.1 only recommends that the answer says so. 0 where
// nobody knows: then it is used until it is refused, if there is nothing to renew it with.
Millis Session::life_of(const Value& grant) const {
  constexpr Millis kUsualLife = 3'600'000;
  const Millis told = grant.number_or("lifetime_ms", 0);
  if (told > 0) return told;
  const Millis claimed = life_by_claims(grant.text_or("access_token", ""), server_now());
  if (claimed > 0) return claimed;
  const Millis left = grant.number_or("expires_at_ms", 0) - server_now().ms;
  if (left > 0) return left;
  return grant.text_or("refresh_token", "").empty() ? 0 : kUsualLife;
}

// An answer that does not name the person is about the one before.
Record Session::record_of(Value grant) const {
  Record record;
  record.backend = name(config_.backend);
  record.base_url = config_.base_url;
  record.lifetime_ms = life_of(grant);
  record.access_token = Secret(grant.take_text("access_token"));
  record.refresh_token = Secret(grant.take_text("refresh_token"));
  record.received = now().wall;
  record.user = grant.take("user");
  record.session_user = grant.take("session_user");
  record.expires = Uptime{now().uptime.ms + record.lifetime_ms};
  return record;
}

}  // namespace hufu::session
