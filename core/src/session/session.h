// The session of one person: what every story shares, and the list of stories, one file each.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>

#include "backends/backend.h"
#include "flow/host.h"
#include "flow/loop.h"
#include "flow/single_flight.h"
#include "flow/task.h"
#include "hufu/config.h"
#include "hufu/messages.h"
#include "hufu/operations.h"
#include "hufu/signer.h"
#include "session/understand.h"
#include "vault/vault.h"

namespace hufu::session {

using flow::Task;
using vault::Record;
using vault::RecordRef;

class Session {
 public:
  Session(flow::Loop& loop, const Config& config, const Signer& signer,
          std::deque<Message>& outgoing);

  // sign_in.cpp
  Task<SessionInfo> perform(SignInWithWechat how);
  // device.cpp
  Task<SessionInfo> perform(SignInWithDevice who);
  Task<DevicePreview> perform(PreviewDevice which);
  Task<Nothing> perform(ApproveDevice which);
  Task<Nothing> perform(DenyDevice which);
  // authorize.cpp
  Task<AccessToken> perform(GetAccessToken what);
  // fetch.cpp
  Task<FetchReply> perform(Fetch request, OperationId operation);
  // profile.cpp
  Task<SessionInfo> perform(GetSession what);
  Task<User> perform(GetUser what);
  Task<Profile> perform(FetchProfile what);
  Task<Profile> perform(UpdateProfile change);
  Task<Profile> perform(UploadAvatar what);
  Task<Profile> perform(BindPhone with);
  // bind.cpp
  Task<BindCode> perform(CreateBindCode what);
  Task<Binding> perform(RedeemBindCode what);
  Task<Binding> perform(AcceptBinding which);
  Task<Binding> perform(ConfirmBinding which);
  Task<Nothing> perform(DeclineBinding which);
  Task<Binding> perform(WaitForBinding which);
  Task<Nothing> perform(Unbind what);
  Task<Binding> perform(MergeAccounts what);
  // sign_out.cpp
  Task<Nothing> perform(SignOut how);

  SessionState state() const;
  std::optional<User> user() const;
  std::shared_ptr<const Signer> signer() const { return signer_; }
  std::uint32_t signer_version() const { return signer_version_; }

  /// Notice the time, and a sleep that the uptime did not count.
  void observe(Now now);
  /// Whether a sleep that the uptime did not count lies between the last call and now.
  bool has_slept(Now now) const noexcept;
  /// After every turn: tell a change of state once, and publish the signer that fits the token.
  void publish();

 private:
  // ---- the token (authorize.cpp, refresh.cpp, borrow.cpp)
  /// The token for a request that is about to be sent.
  Task<Secret> token_for_request();
  /// A token in the place of one that the server refused.
  Task<Secret> token_instead_of(Secret refused);
  /// Note that a server has refused this token, if it is the one we hold.
  void refuse(const Secret& token);
  Task<Secret> borrow_token(bool fresh);
  Task<Secret> borrow_fresh_token();
  Task<Secret> ask_for_token(bool fresh);
  /// A record whose token will still be good when a request arrives.
  Task<RecordRef> fresh_record();
  Task<RecordRef> refresh();
  Task<RecordRef> refresh_under_lock();
  Task<RecordRef> renew(RecordRef spent);
  Task<RecordRef> commit(Record renewed, RecordRef spent);
  Task<RecordRef> end_session(RecordRef ended, Error why);
  Task<RecordRef> require_user(RecordRef ended, Error why);
  Task<RecordRef> renew_silently(RecordRef ended);
  Task<RecordRef> newest_record();
  void follow(RecordRef stored);
  Task<Nothing> cool_down(Error why);
  Error last_failure() const;
  Task<Nothing> write_dirty_record();

  bool is_fresh(const Record& record) const;
  bool is_alive(const Record& record) const;
  bool is_cooling_down() const;
  Millis margin(const Record& record) const;
  Uptime good_until(const Record& record) const;

  // ---- signing in (sign_in.cpp)
  Task<SessionInfo> sign_in_by_host();
  Task<SessionInfo> sign_in_with_code(SignInWithWechat how, Secret code, std::uint32_t began);
  /// Hold and write the session of a grant, unless somebody has signed out since epoch `began`.
  Task<SessionInfo> keep_grant(backends::Grant grant, std::uint32_t began, EventKind told_as);
  Record record_of(backends::Grant grant) const;
  SessionInfo info() const;

  // ---- leaving (sign_out.cpp)
  Task<Nothing> forget_session(std::string scope);
  Task<Nothing> await_erasing();
  Task<Nothing> erase_session();
  Task<Nothing> tell_server(RecordRef record, std::string scope);

  // ---- calls to the backend (call.cpp)
  HttpEffect address(const backends::Request& request, const Secret& token) const;
  Understood understand_answer(const Result<HttpAnswer>& answer, CallKind call);
  std::vector<Header> signed_headers(const Secret& token) const;
  /// Sends without a token. Errors: what the answer means.
  Task<json::Value> open_call(std::optional<backends::Request> request, CallKind call);
  /// Sends with a token; on a 401 renews it and sends once more.
  Task<json::Value> signed_call(std::optional<backends::Request> request);

  // ---- the device flow (device.cpp)
  static PresentEffect code_to_show(const backends::DeviceGrant& device);

  // ---- the profile (profile.cpp)
  Task<Profile> profile_call(std::optional<backends::Request> request);
  UploadEffect upload_of(const std::string& path, const std::string& file,
                         const Secret& token) const;
  void learn_user(User user);

  // ---- binding (bind.cpp)
  Task<Binding> binding_call(std::optional<backends::Request> request);
  Task<Nothing> join_account(Binding binding);

  SessionState settled_state() const;
  void announce(EventKind kind, std::optional<Errc> reason);
  std::string lock_name() const { return config_.storage_key; }
  Now now() const { return loop_.now(); }
  WallTime server_now() const { return WallTime{now().wall.ms + server_offset_ms_}; }

  flow::Loop& loop_;
  flow::Host host_;
  const Config& config_;
  std::deque<Message>& outgoing_;
  std::unique_ptr<backends::Backend> backend_;
  vault::Vault vault_;
  flow::SingleFlight<RecordRef> refresh_flight_;
  flow::SingleFlight<Secret> borrow_flight_;
  flow::SingleFlight<SessionInfo> sign_in_flight_;
  flow::SingleFlight<Nothing> erase_flight_;

  std::shared_ptr<const Signer> signer_;
  std::uint32_t signer_version_ = 1;
  RecordRef signed_record_;  ///< What `signer_` was made of.
  Uptime signed_until_{};

  SignInWithWechat asked_;    ///< What the sign-in under way was asked with.
  int signing_in_ = 0;        ///< Sign-ins under way.
  bool borrowing_ = false;    ///< The host has given a web token since it last said it had none.
  std::uint32_t epoch_ = 0;   ///< Grows with every sign-out: what began before it is void.
  std::uint32_t person_ = 0;  ///< Grows with every sign-out and sign-in.
  SessionState told_ = SessionState::signed_out;
  std::optional<Errc> why_;  ///< The reason of the next change of state.

  Secret rejected_;      ///< The access token that a server has refused.
  Secret outdated_;      ///< One that is still good, but speaks for less than the next.
  int failures_ = 0;     ///< Refreshes failed in a row.
  Uptime not_before_{};  ///< No refresh before this.
  Error last_failure_;
  Uptime save_again_at_{};

  std::optional<Millis> clock_gap_;  ///< The wall clock's time less the uptime, when last seen.
  Millis server_offset_ms_ = 0;      ///< Server time less our wall clock, learnt from `Date`.
};

}  // namespace hufu::session
