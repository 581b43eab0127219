// What the application is told of its session: the state, what changes in it and why, and the
// signer.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "base/value.h"
#include "flow/clock.h"
#include "flow/outgoing.h"
#include "hufu/session.h"
#include "hufu/signer.h"
#include "vault/vault.h"

namespace hufu::announcer {

class Announcer {
 public:
  Announcer(flow::Outbox& outbox, const flow::Clock& clock, const vault::Vault& vault,
            const Signer& signer);

  SessionState state() const;
  /// `{id, nickname, avatar_url}`, or null.
  Value user() const;
  /// The outcome of operations that yield a session.
  Value info() const;
  /// How long the token lives still; 0 if that is not known.
  Millis time_left() const;
  const std::shared_ptr<const Signer>& signer() const { return signer_; }
  std::uint32_t signer_version() const { return signer_version_; }

  /// Says "signing in" for as long as it lives.
  class SigningIn {
   public:
    explicit SigningIn(Announcer& announcer) : count_(announcer.signing_in_) { ++count_; }
    SigningIn(const SigningIn&) = delete;
    SigningIn& operator=(const SigningIn&) = delete;
    ~SigningIn() { --count_; }

   private:
    int& count_;
  };

  /// Whether the host lends tokens of a session of its own.
  bool is_lending() const { return lending_; }
  void begin_lending();
  void end_lending(EndCause cause);

  void tell(EventKind kind, std::optional<Errc> reason = std::nullopt);
  /// Told at the end of this turn, after what has changed.
  void tell_then(EventKind kind) { then_ = kind; }
  /// The person has signed in again, or another has: no change of state, if it was told before.
  void tell_signed_in_again();
  /// The record that is held has come in the place of one of the same person, or of another's.
  void tell_renewed(bool same_person, bool fresh);
  /// The reason of the next change of state.
  void because(Errc why) { why_ = why; }
  void for_no_reason() { why_.reset(); }

  /// After every turn: tell a change of state once, and publish the signer that fits the token
  /// that is held and may be used until then.
  void publish(Uptime good_until);

 private:
  SessionState settled_state() const;
  void publish_state();
  void publish_signer(Uptime good_until);

  flow::Outbox& outbox_;
  const flow::Clock& clock_;
  const vault::Vault& vault_;

  bool lending_ = false;
  Value lent_end_;      ///< How the last session that was lent ended; nothing of it is in a store.
  int signing_in_ = 0;  ///< Sign-ins under way.
  SessionState told_ = SessionState::signed_out;
  std::optional<Errc> why_;
  std::optional<EventKind> then_;
  bool is_settled_ = false;  ///< Whether the host has lent a token, or said that there is none.
  bool begun_ = false;       ///< Whether it was told who was here at first.

  std::shared_ptr<const Signer> signer_;
  std::uint32_t signer_version_ = 1;
  vault::RecordRef signed_record_;  ///< What `signer_` was made of.
  Uptime signed_until_{};
};

}  // namespace hufu::announcer
