// Joining the two halves of one person: issue, redeem, accept, confirm by number (B1 to B22).
#pragma once

#include "backend/backend.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "hufu/config.h"
#include "stories/new_pair.h"
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
       tokens::Tokens& tokens, tokens::Calls& calls, OneCall& one_call, NewPair& new_pair)
      : timer_(timer),
        clock_(clock),
        config_(config),
        generation_(generation),
        vault_(vault),
        backend_(backend),
        tokens_(tokens),
        calls_(calls),
        one_call_(one_call),
        new_pair_(new_pair) {}

  Task<Value> confirm(Value which, Mark who);
  Task<Value> wait(Value which, Mark who);

 private:
  Task<Value> join_account(Value binding, Mark who);

  flow::Timer& timer_;
  const flow::Clock& clock_;
  const Config& config_;
  vault::Generation& generation_;
  vault::Vault& vault_;
  const backend::Backend& backend_;
  tokens::Tokens& tokens_;
  tokens::Calls& calls_;
  OneCall& one_call_;
  NewPair& new_pair_;
};

}  // namespace hufu::stories
