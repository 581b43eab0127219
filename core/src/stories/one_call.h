// Most operations: one signed call and a reading of its answer.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "tokens/calls.h"
#include "vault/vault.h"

namespace hufu::stories {

class OneCall {
 public:
  using Mark = vault::Generation::Mark;

  OneCall(const vault::Generation& generation, vault::Vault& vault, const backend::Backend& backend,
          announcer::Announcer& announcer, tokens::Calls& calls)
      : generation_(generation),
        vault_(vault),
        backend_(backend),
        announcer_(announcer),
        calls_(calls) {}

  /// Yields the outcome, and takes note of what it says of the person who was here at `who`.
  flow::Task<Value> make(backend::Call call, Mark who);

 private:
  /// What stands in for an answer that the server had not; else why not.
  Tried<Value> instead_of(const dialects::Route* route, Fault why) const;
  void learn(const Value& body, Mark who, bool has_changed);

  const vault::Generation& generation_;
  vault::Vault& vault_;
  const backend::Backend& backend_;
  announcer::Announcer& announcer_;
  tokens::Calls& calls_;
};

/// `{id, nickname, avatar_url}` of a profile, or of a user.
Value user_of(const Value& profile);

}  // namespace hufu::stories
