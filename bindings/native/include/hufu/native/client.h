// The client for C++ programs: every operation as a blocking method, and as one that calls back.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <stop_token>
#include <string_view>
#include <utility>
#include <variant>

#include <hufu/config.h>
#include <hufu/native/exchange.h>
#include <hufu/native/fetch.h>
#include <hufu/native/host.h>
#include <hufu/native/signed_headers.h>
#include <hufu/operations.h>
#include <hufu/result.h>
#include <hufu/session.h>

namespace hufu::native {

class Driver;

/// On which thread a callback runs.
enum class Deliver : std::uint8_t {
  in_turn,  ///< On a thread of the client for callbacks, one after the other.
  at_once,  ///< On the thread that saw the end, without any lock held; it must not block or throw.
};

/// One session of one person.
///
/// Thread: all methods may be called from any thread at the same time, except the destructor, which
/// comes last. Network and timers run on one thread of the client's own, started when first needed;
/// the application's `fetch` runs on its caller's. No exception leaves a method. Callbacks run on a
/// thread of the client, one after the other, without any lock held; they may call the client.
class Client {
 public:
  /// Errors: `invalid_argument` for a base URL, origin or key that cannot be used. libcurl is
  /// loaded by the first request, which ends with `unsupported` if there is none, or one that is
  /// too old.
  static Result<std::unique_ptr<Client>> open(Config config, Host host = {});

  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;
  /// `close()`, and waits for callbacks that are running.
  ~Client();

  // -- The operations. What they do and how they fail is told in hufu/operations.h. --

  Result<SessionInfo> sign_in_with_wechat(SignInWithWechat with = {}) {
    return call(std::move(with));
  }
  Result<SessionInfo> sign_in_with_oauth(SignInWithOauth with) { return call(std::move(with)); }
  Result<SessionInfo> exchange_code_for_session(ExchangeCodeForSession with) {
    return call(std::move(with));
  }
  Result<SessionInfo> sign_in_with_password(SignInWithPassword with) {
    return call(std::move(with));
  }
  Result<SignedUp> sign_up(SignUp with) { return call(std::move(with)); }
  Result<SessionInfo> sign_in_anonymously(SignInAnonymously with = {}) {
    return call(std::move(with));
  }
  Result<SessionInfo> sign_in_with_id_token(SignInWithIdToken with) {
    return call(std::move(with));
  }
  Result<Nothing> send_otp(SendOtp with) { return call(std::move(with)); }
  Result<SignedUp> verify_otp(VerifyOtp with) { return call(std::move(with)); }
  Result<Nothing> resend(Resend with) { return call(std::move(with)); }
  Result<Nothing> recover_password(RecoverPassword with) { return call(std::move(with)); }
  Result<SessionInfo> adopt_session(AdoptSession with) { return call(std::move(with)); }
  Result<SessionInfo> sign_in_by_scan(SignInByScan with = {}) { return call(std::move(with)); }
  Result<OpenedMiniProgram> open_mini_program(OpenMiniProgram with = {}) {
    return call(std::move(with));
  }
  Result<Returning> enter_return_code(EnterReturnCode with) { return call(std::move(with)); }
  Result<SessionInfo> finish_sign_in(FinishSignIn with) { return call(std::move(with)); }
  Result<Nothing> close_sign_in(CloseSignIn with) { return call(std::move(with)); }
  Result<Launch> launch(LaunchOptions with = {}) { return call(std::move(with)); }
  Result<ApprovedScan> approve_scan(ApproveScan with) { return call(std::move(with)); }
  Result<Nothing> deny_scan(DenyScan with) { return call(std::move(with)); }
  Result<DevicePreview> preview_device(PreviewDevice with) { return call(std::move(with)); }
  Result<Nothing> approve_device(ApproveDevice with) { return call(std::move(with)); }
  Result<Nothing> deny_device(DenyDevice with) { return call(std::move(with)); }

  Result<AccessToken> access_token() { return call(CurrentAccessToken{}); }
  Result<SessionInfo> session() { return call(CurrentSession{}); }
  Result<User> user() { return call(CurrentUser{}); }
  Result<WebViewUrl> web_view_url(OpenWebView with) { return call(std::move(with)); }
  /// Sends the application's request, signed; `timeout` after the request's own limit.
  Result<FetchResponse> fetch(FetchRequest request);

  Result<Profile> fetch_profile() { return call(FetchProfile{}); }
  Result<Profile> update_profile(UpdateProfile with) { return call(std::move(with)); }
  Result<Profile> upload_avatar(UploadAvatar with) { return call(std::move(with)); }
  Result<Profile> bind_phone(BindPhone with) { return call(std::move(with)); }

  Result<Account> fetch_account() { return call(FetchAccount{}); }
  Result<Account> update_account(UpdateAccount with) { return call(std::move(with)); }
  Result<Nothing> reauthenticate() { return call(Reauthenticate{}); }
  Result<LinkedIdentities> list_identities() { return call(ListIdentities{}); }
  Result<SessionInfo> link_identity(LinkIdentity with) { return call(std::move(with)); }
  Result<Nothing> unlink_identity(UnlinkIdentity with) { return call(std::move(with)); }
  Result<EnrolledFactor> enroll_factor(EnrollFactor with = {}) { return call(std::move(with)); }
  Result<FactorChallenge> challenge_factor(ChallengeFactor with) { return call(std::move(with)); }
  Result<SessionInfo> verify_factor(VerifyFactor with) { return call(std::move(with)); }
  Result<Nothing> remove_factor(RemoveFactor with) { return call(std::move(with)); }
  Result<Factors> list_factors() { return call(ListFactors{}); }

  Result<BindCode> create_bind_code(CreateBindCode with) { return call(std::move(with)); }
  Result<Binding> redeem_bind_code(RedeemBindCode with) { return call(std::move(with)); }
  Result<Binding> accept_binding(AcceptBinding with) { return call(std::move(with)); }
  Result<Binding> confirm_binding(ConfirmBinding with) { return call(std::move(with)); }
  Result<Nothing> decline_binding(DeclineBinding with) { return call(std::move(with)); }
  Result<Binding> wait_for_binding(WaitForBinding with) { return call(std::move(with)); }
  Result<Nothing> unbind(Unbind with) { return call(std::move(with)); }
  Result<Binding> merge_accounts(MergeAccounts with) { return call(std::move(with)); }

  Result<Nothing> sign_out(SignOut with = {}) { return call(std::move(with)); }

  // -- The same in general. --

  /// Waits for any operation but `Fetch`; asking `stop` ends it with `cancelled`.
  template <class Op>
  Result<typename Op::Outcome> call(Op operation, const std::stop_token& stop = {});

  /// Starts an operation and returns at once. `done` is called once, also after `cancel`.
  OperationId begin(const Operation& operation, std::function<void(Result<Outcome>)> done,
                    Deliver deliver = Deliver::in_turn);
  /// The same with a future.
  template <class Op>
  std::future<Result<typename Op::Outcome>> begin(Op operation);
  /// `fetch` that calls back. Body streams and sinks run on the client's network thread.
  OperationId begin_fetch(FetchRequest request, std::function<void(Result<FetchResponse>)> done,
                          Deliver deliver = Deliver::in_turn);
  /// What `fetch` does, for a request that the application sends by its own means.
  std::unique_ptr<Exchange> begin_exchange(Fetch request);
  /// Ends an operation with `cancelled`; false if it has ended. What others wait for goes on.
  bool cancel(OperationId operation);

  // -- Answers without waiting. --

  /// The headers for a request to `url` that the application sends by other means. Takes no lock,
  /// waits for nothing and, but for a thread's first call after a change of the token, allocates
  /// nothing.
  SignedHeaders authorize(std::string_view url) const noexcept;
  /// As far as the client knows; `signed_out` before the store was read (`session()` reads it).
  SessionState state() const;

  // -- For an event loop, where `Host::has_event_loop`. --

  /// Readable while there is something to do; -1 where the client has a thread of its own.
  int descriptor() const;
  /// Does what can be done without waiting: transfers and timers, and the ends of what was begun.
  void turn();

  // -- Events, and the end. --

  /// Have every change of the session told. Returns a number for `off_event`.
  std::uint32_t on_event(std::function<void(const Event&)> listener);
  /// A call that is running may still end after this.
  void off_event(std::uint32_t listener);

  /// Ends everything that runs with `cancelled` and waits until the client's threads are idle.
  /// Later calls end with `cancelled`. The session stays in its store. Not from a sink or a body
  /// stream.
  void close();

 private:
  explicit Client(std::shared_ptr<Driver> driver);
  Result<Outcome> wait_for(const Operation& operation, const std::stop_token& stop);
  OperationId start(const Operation& operation, const std::function<void(Result<Outcome>)>& done);

  std::shared_ptr<Driver> driver_;
};

template <class Op>
Result<typename Op::Outcome> Client::call(Op operation, const std::stop_token& stop) {
  Result<Outcome> outcome = wait_for(Operation(std::move(operation)), stop);
  if (!outcome) return outcome.error();
  return std::move(std::get<typename Op::Outcome>(*outcome));
}

template <class Op>
std::future<Result<typename Op::Outcome>> Client::begin(Op operation) {
  using Promised = Result<typename Op::Outcome>;
  const auto promise = std::make_shared<std::promise<Promised>>();
  // A future is filled at once: it must not wait for the callbacks of others.
  start(Operation(std::move(operation)), [promise](Result<Outcome> outcome) {
    if (outcome) {
      promise->set_value(std::move(std::get<typename Op::Outcome>(*outcome)));
    } else {
      promise->set_value(outcome.error());
    }
  });
  return promise->get_future();
}

}  // namespace hufu::native
