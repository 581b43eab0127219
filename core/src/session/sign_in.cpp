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

// How long a token lives that the answer says nothing about: its own times, which its server has
// written with one clock. 0 if it has none.
Millis life_of(const std::string& token) {
  const auto claims = text::read_claims(token);
  if (!claims) return 0;
  const double end = claims->number_or("exp", 0);
  return std::max(0.0, end - claims->number_or("iat", end)) * 1000;
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
    co_return co_await sign_in_with(std::move(with_code), generation_.mark());
  }
  // wx.login allows few calls and its codes work once: all who ask meanwhile share one sign-in.
  if (!sign_in_flight_.is_flying()) asked_ = std::move(how);
  co_return co_await sign_in_flight_.join();
}

Task<Value> Session::sign_in_by_host() {
  Busy busy(signing_in_);
  const Mark began = generation_.mark();
  Value how = std::move(asked_);
  Answer code = co_await host_.try_credential(CredentialKind::wechat_code, true);
  if (!code) co_return *std::move(code.error);
  if (code.text.empty()) co_return Error{Errc::invalid_argument, "code", 0, 0};
  how.set("code", std::move(code.text));
  add_user_data(how, code);
  Call with_code = call("sign_in_with_wechat", std::move(how));
  co_return co_await sign_in_with(std::move(with_code), began);
}

// What WeChat said of the person when it gave the code, unless the caller has said it.
void Session::add_user_data(Value& how, const Answer& credential) {
  for (const std::string_view member : {"encrypted_data", "iv", "raw_data", "signature"}) {
    const std::string_view said = credential.rest.text_or(member, "");
    if (!said.empty() && how.text_or(member, "").empty()) how.set(member, said);
  }
}

Task<Value> Session::sign_in_with(Call call, Mark began) {
  Busy busy(signing_in_);
  const backends::Route* route = call.route;
  Value body = co_await open_call(std::move(call), CallKind::sign_in);
  Value grant = read_grant(body);
  if (grant.is_null()) {
    // Nobody is signed in yet, but all went well: the e-mail has to be confirmed.
    const bool pending = !route->reply.empty() && backends::read_reply(*route, body);
    if (pending) co_return info();
    co_return Errc::malformed_reply;
  }
  co_return co_await keep_grant(std::move(grant), began);
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
  if (told_ == SessionState::signed_in) announce(EventKind::signed_in, std::nullopt);
  Value signed_in = info();
  signed_in.set("is_new_user", is_new_user);
  co_return signed_in;
}

Value Session::read_grant(const Value& body) const {
  std::optional<Value> grant = backends::read_grant(dialect_, body);
  const bool sound = grant && text::is_clean_token(grant->text_or("access_token", ""));
  return sound ? *std::move(grant) : Value();
}

// An answer that does not name the person is about the one before.
Record Session::record_of(Value grant) const {
  Record record;
  record.backend = name(config_.backend);
  record.base_url = config_.base_url;
  record.access_token = Secret(grant.take_text("access_token"));
  record.refresh_token = Secret(grant.take_text("refresh_token"));
  record.received = now().wall;
  record.lifetime_ms = grant.number_or("lifetime_ms", 0);
  record.user = grant.take("user");
  record.session_user = grant.take("session_user");
  if (record.lifetime_ms == 0) record.lifetime_ms = life_of(record.access_token.reveal());
  record.expires = Uptime{now().uptime.ms + record.lifetime_ms};
  return record;
}

}  // namespace hufu::session
