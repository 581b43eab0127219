// The session of one person: its rooms, and which story an operation is.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "catalogue/operation_table.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "flow/loop.h"
#include "flow/task.h"
#include "hufu/config.h"
#include "hufu/signer.h"
#include "stories/bind.h"
#include "stories/fetch.h"
#include "stories/new_pair.h"
#include "stories/oauth.h"
#include "stories/one_call.h"
#include "stories/profile.h"
#include "stories/scan.h"
#include "stories/sign_in.h"
#include "stories/sign_out.h"
#include "tokens/calls.h"
#include "tokens/tokens.h"
#include "tokens/wechat_codes.h"
#include "vault/generation.h"
#include "vault/vault.h"

namespace hufu::session {

class Session final : private vault::Vault::Listener {
 public:
  Session(flow::Loop& loop, flow::Outbox& outbox, const Config& config, const Signer& signer);

  /// The story of an operation; `arguments` are as its row in the table says. Yields its outcome.
  flow::Task<Value> perform(const OperationRow& operation, Value arguments, OperationId id);

  const announcer::Announcer& announcer() const { return announcer_; }
  /// Which of the persons who were here, one after another.
  vault::Person person() const { return generation_.mark().person(); }

  /// What the clocks say at the beginning of a call.
  void observe(Now now) { clock_.observe(now); }
  /// Whether a sleep that the uptime did not count lies between the last call and now.
  bool has_slept(Now now) const noexcept { return clock_.has_slept(now); }
  /// The network is back, or somebody looks (hufu/core.h).
  void wake() { tokens_.wake(); }
  /// After every turn: tell what has changed.
  void publish() {
    vault_.judge_again();
    announcer_.publish(tokens_.good_until());
  }

 private:
  void on_store_trouble(Errc why) override { announcer_.tell(EventKind::store_failed, why); }
  void on_newer(vault::RecordRef stored) override { tokens_.follow(std::move(stored)); }

  // Each is made of those above it, and ends after those below it.
  flow::Host host_;
  flow::Clock clock_;
  vault::Generation generation_;
  vault::Vault vault_;
  backend::Backend backend_;
  announcer::Announcer announcer_;
  tokens::WechatCodes codes_;
  tokens::Tokens tokens_;
  tokens::Calls calls_;
  stories::OneCall one_call_;
  stories::SignIn sign_in_;
  stories::Scan scan_;
  stories::OAuth oauth_;
  stories::NewPair new_pair_;
  stories::Bind bind_;
  stories::Profile profile_;
  stories::SignOut sign_out_;
  stories::Fetch fetch_;
};

}  // namespace hufu::session
