// The session of one person: what every story shares, and the list of stories, one file each.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "backend/understand.h"
#include "catalogue/operation_table.h"
#include "dialects/dialect.h"
#include "flow/host.h"
#include "flow/loop.h"
#include "flow/single_flight.h"
#include "flow/task.h"
#include "hufu/config.h"
#include "hufu/session.h"
#include "hufu/signer.h"
#include "session/back_off.h"
#include "vault/generation.h"
#include "vault/vault.h"

namespace hufu::session {

using backend::CallKind;
using backend::Understood;
using dialects::Call;
using flow::Answer;
using flow::Task;
using json::Value;
using vault::Record;
using Mark = vault::Generation::Mark;
using vault::RecordRef;

class Session final : private vault::Vault::Listener {
 public:
  Session(flow::Loop& loop, const Config& config, const Signer& signer, flow::Outbox& outbox);

  /// The story of an operation; `arguments` are as its row in the table says. Yields its outcome.
  Task<Value> perform(const OperationRow& operation, Value arguments, OperationId id);

  SessionState state() const;
  /// `{id, nickname, avatar_url}`, or null.
  Value user() const;
  const std::shared_ptr<const Signer>& signer() const { return signer_; }
  std::uint32_t signer_version() const { return signer_version_; }

  /// Which of the persons who were here, one after another.
  vault::Person person() const { return generation_.mark().person; }

  /// Notice the time, and a sleep that the uptime did not count.
  void observe(Now now);
  /// Whether a sleep that the uptime did not count lies between the last call and now.
  bool has_slept(Now now) const noexcept;
  /// The network is back, or somebody looks (hufu/client.h).
  void wake() { back_off_.wake(); }
  /// After every turn: tell a change of state once, and publish the signer that fits the token.
  void publish();

 private:
  // ---- calls to the backend (call.cpp)
  // `who` marks when the operation began: its requests carry tokens of whoever was here then.
  /// An operation that is one signed call and a reading of its answer.
  Task<Value> ask_backend(Call call, Mark who);
  /// Sends with a token; on a 401 renews it and sends once more. Yields the answer's body.
  Task<Value> signed_call(Call call, Mark who);
  /// Sends without a token. Errors: what the answer means.
  Task<Value> open_call(Call call, CallKind kind);
  Call call(std::string_view step, Value arguments = Value::object()) const;
  Value address(const Call& call, std::string_view token) const;
  Understood understand_answer(const Answer& answer, const Call& call, CallKind kind);
  Value signed_headers(std::string_view url, std::string_view token) const;
  Value dialect_headers(std::string_view token) const;

  // ---- the token (authorize.cpp, refresh.cpp, borrow.cpp)
  Task<Value> get_access_token(Mark who);
  /// The token for a request that is about to be sent. Error: `cancelled` if somebody else has
  /// signed in.
  Task<Value> token_for_request(Mark who);
  /// A token in the place of one that the server refused; null where another would fare no better.
  /// Errors: as above.
  Task<Value> token_instead_of(Value refused, Mark who);
  /// Take note that a server has refused this token, if it is the one we have. False if that is no
  /// reason to get another.
  bool refuse(const std::string& token);
  /// A refused token has been replaced.
  void answered_refusal();
  /// A request that was refused has been accepted with the next token.
  void renewal_helped();
  Task<Value> borrow_token(bool fresh);
  Task<Value> borrow_fresh_token();
  Task<Value> ask_for_token(bool fresh);
  void lent(const std::string& token);
  void nothing_lent();
  /// A record whose token will still be good when a request arrives.
  Task<RecordRef> fresh_record();
  Task<RecordRef> refresh();
  Task<RecordRef> refresh_under_lock(Mark began);
  Task<RecordRef> renew(RecordRef spent, Mark began);
  /// Hold and write the session in `answer`, the successor of `spent`.
  Task<RecordRef> commit(Value answer, RecordRef spent, CallKind how, Mark began);
  void continue_session(Record& renewed, const Record& spent) const;
  Task<RecordRef> succeed(RecordRef spent, RecordRef next, Mark began);
  Task<RecordRef> end_session(RecordRef ended, Error why, Mark began);
  Task<RecordRef> require_user(RecordRef ended, Error why, Mark began);
  Task<RecordRef> renew_silently(RecordRef ended, Mark began);
  void follow(RecordRef stored);
  /// Tell of a record that is held in the place of one of `before`.
  void tell_renewed(vault::Person before);

  bool is_refused(const Record& record) const { return record.access_token == rejected_; }
  bool is_fresh(const Record& record) const;
  bool is_alive(const Record& record) const;
  bool is_cooling_down() const { return back_off_.holds(now().uptime); }
  Millis margin(const Record& record) const;
  Uptime good_until(const Record& record) const;

  // ---- signing in (sign_in.cpp, device.cpp, oauth.cpp)
  Task<Value> sign_in_with_wechat(Value how);
  flow::PendingEffect ask_for_code();
  Task<Value> sign_in_by_host();
  static void add_user_data(Value& how, const Answer& credential);
  Task<Value> sign_in_with(Call call, CallKind kind, Mark began);
  Task<Value> sign_in_with_device(Value who);
  Task<Value> sign_in_with_oauth(Value how);
  Task<Value> exchange_code_for_session(Value what);
  Task<Value> exchange_code();
  std::string verifier_key() const;
  /// Hold and write the session of a grant, unless somebody has signed out since it `began`.
  Task<Value> keep_grant(Value grant, Mark began);
  /// The session in a token answer; null if it is none.
  Value read_grant(const Value& body) const;
  Millis life_of(const Value& grant) const;
  Record record_of(Value grant) const;
  Call renewal_of(const Record& record) const;
  /// How long the token lives still; 0 if that is not known.
  Millis time_left() const;
  Value info() const;

  // ---- leaving (sign_out.cpp)
  Task<Value> sign_out(Value how, Mark who);
  bool knows_scopes() const;
  Task<Value> forget_session(Value how);
  Task<Value> await_erasing();
  Task<Value> erase_session();
  Task<Value> tell_server(RecordRef record, Value how);

  // ---- the application's own request (fetch.cpp)
  Task<Value> fetch(Value request, OperationId operation, Mark who);

  // ---- the profile (profile.cpp)
  Task<Value> get_session();
  Task<Value> get_user(Mark who);
  Task<Value> upload_avatar(Value what, Mark who);
  /// What stands in for an answer that the server had not; else why not.
  Result<Value> instead_of(const dialects::Route* route, Error why) const;
  /// Takes note of what an answer says about the person who was here at `who`.
  void learn_user(const Value& profile, Mark who);

  // ---- binding (bind.cpp)
  Task<Value> confirm_binding(Value which, Mark who);
  Task<Value> keep_joined(Value grant, Mark who);
  Task<Value> wait_for_binding(Value which, Mark who);
  Task<Value> join_account(Value binding, Mark who);

  SessionState settled_state() const;
  void announce(EventKind kind, std::optional<Errc> reason);
  void on_store_trouble(Errc why) override { announce(EventKind::store_failed, why); }
  void on_newer(RecordRef stored) override { follow(std::move(stored)); }
  const std::string& lock_name() const { return config_.storage_key; }
  Now now() const { return loop_.now(); }
  /// The server's time, as far as it is known.
  WallTime server_now() const { return WallTime{now().wall.ms + vault_.server_offset_ms()}; }

  flow::Loop& loop_;
  flow::Host host_;
  const Config& config_;
  const dialects::Dialect& dialect_;
  flow::Outbox& outbox_;
  vault::Generation generation_;
  vault::Vault vault_;
  flow::SingleFlight<RecordRef> refresh_flight_;
  flow::SingleFlight<Value> borrow_flight_;
  flow::SingleFlight<Value> sign_in_flight_;
  flow::SingleFlight<Value> exchange_flight_;
  flow::SingleFlight<Value> erase_flight_;

  std::shared_ptr<const Signer> signer_;
  std::uint32_t signer_version_ = 1;
  RecordRef signed_record_;  ///< What `signer_` was made of.
  Uptime signed_until_{};

  Value asked_;             ///< What the sign-in under way was asked with.
  Secret exchanged_;        ///< The code that was brought last, unless it was refused.
  int signing_in_ = 0;      ///< Sign-ins under way.
  bool borrowing_ = false;  ///< The host has given a web token since it last said it had none.
  std::string lent_to_;     ///< Whom that token was for, if it tells.
  SessionState told_ = SessionState::signed_out;
  std::optional<Errc> why_;  ///< The reason of the next change of state.

  Secret rejected_;  ///< The access token that a server has refused.
  Secret outdated_;  ///< One that is still good, but speaks for less than the next.
  BackOff back_off_;
  Uptime next_refusal_{};  ///< From then on a refusal is a reason to renew.
  Uptime save_again_at_{};

  std::optional<Millis> clock_gap_;  ///< The wall clock's time less the uptime, when last seen.
};

}  // namespace hufu::session
