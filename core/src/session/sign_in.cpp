// Signing in with a WeChat code.
#include <tuple>
#include <utility>

#include "session/session.h"

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

}  // namespace

Task<SessionInfo> Session::perform(SignInWithWechat how) {
  if (config_.session == SessionSource::borrowed) co_return Errc::unsupported;
  if (how.code) {
    Secret code = *std::move(how.code);
    co_return co_await sign_in_with_code(std::move(how), std::move(code), epoch_);
  }
  // wx.login allows few calls and its codes work once: all who ask meanwhile share one sign-in.
  if (!sign_in_flight_.is_flying()) asked_ = std::move(how);
  co_return co_await sign_in_flight_.join();
}

Task<SessionInfo> Session::sign_in_by_host() {
  Busy busy(signing_in_);
  const std::uint32_t began = epoch_;
  SignInWithWechat how = std::move(asked_);
  Result<CredentialAnswer> code = co_await host_.try_credential(CredentialKind::wechat_code, true);
  if (!code) co_return code.error();
  co_return co_await sign_in_with_code(std::move(how), std::move(code->value), began);
}

Task<SessionInfo> Session::sign_in_with_code(SignInWithWechat how, Secret code,
                                             std::uint32_t began) {
  if (code.empty()) co_return Error{Errc::invalid_argument, "code", 0, 0};
  Busy busy(signing_in_);
  std::optional<backends::Request> request = backend_->sign_in_with_wechat(how, code);
  json::Value body = co_await open_call(std::move(request), CallKind::sign_in);
  std::optional<backends::Grant> grant = backend_->read_grant(body);
  if (!grant) co_return Errc::malformed_reply;
  co_return co_await keep_grant(*std::move(grant), began, EventKind::signed_in);
}

Task<SessionInfo> Session::keep_grant(backends::Grant grant, std::uint32_t began,
                                      EventKind told_as) {
  const bool is_new_user = grant.is_new_user;
  Record record = record_of(std::move(grant));  // now: its time runs while we wait for the lock
  // A refresh of the session before must not write over this one. If another process does not let
  // go, the person's sign-in is not thrown away for it: the refresh there finds it (commit guard).
  Result<flow::Lease> lease = co_await host_.try_lock(lock_name(), config_.lock_wait_ms);
  // What is stored there may be of another server, and is set aside before it is written over.
  if (!vault_.loaded()) std::ignore = co_await flow::attempt(vault_.load());
  const Error void_by_now{Errc::cancelled, "signed out meanwhile", 0, 0};
  if (epoch_ != began) co_return void_by_now;
  ++person_;
  co_await vault_.save(std::move(record));
  if (epoch_ != began) co_return void_by_now;
  failures_ = 0;
  not_before_ = Uptime{};
  const bool was_signed_in = told_ == SessionState::signed_in;
  if (was_signed_in) announce(told_as, std::nullopt);
  SessionInfo signed_in = info();
  signed_in.is_new_user = is_new_user;
  co_return signed_in;
}

Record Session::record_of(backends::Grant grant) const {
  Record record;
  record.backend = name(config_.backend);
  record.base_url = config_.base_url;
  record.access_token = std::move(grant.access_token);
  record.refresh_token = std::move(grant.refresh_token);
  record.received = now().wall;
  record.lifetime_ms = grant.lifetime_ms;
  record.user = std::move(grant.user);
  record.expires = Uptime{now().uptime.ms + grant.lifetime_ms};
  return record;
}

}  // namespace hufu::session
