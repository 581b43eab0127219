// Joining the two halves of one person: issue, redeem, accept, confirm by number (B1 to B22).
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "hufu/config.h"
#include "stories/one_call.h"
#include "tokens/calls.h"
#include "tokens/tokens.h"
#include "vault/vault.h"

namespace hufu::stories {

class Bind {
 public:
  using Mark = vault::Generation::Mark;
  template <class T>
  using Task = flow::Task<T>;

  Bind(flow::Timer& timer, const flow::Clock& clock, const Config& config,
       vault::Generation& generation, vault::Vault& vault, const backend::Backend& backend,
       announcer::Announcer& announcer, tokens::Tokens& tokens, tokens::Calls& calls,
       OneCall& one_call)
      : timer_(timer),
        clock_(clock),
        config_(config),
        generation_(generation),
        vault_(vault),
        backend_(backend),
        announcer_(announcer),
        tokens_(tokens),
        calls_(calls),
        one_call_(one_call) {}

  Task<Value> confirm(Value which, Mark who);
  Task<Value> wait(Value which, Mark who);

 private:
  Task<Value> keep_joined(backend::Grant grant, Mark who);
  Task<Value> join_account(Value binding, Mark who);

  flow::Timer& timer_;
  const flow::Clock& clock_;
  const Config& config_;
  vault::Generation& generation_;
  vault::Vault& vault_;
  const backend::Backend& backend_;
  announcer::Announcer& announcer_;
  tokens::Tokens& tokens_;
  tokens::Calls& calls_;
  OneCall& one_call_;
};

}  // namespace hufu::stories
