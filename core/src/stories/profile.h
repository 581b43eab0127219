// Who the person is.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "hufu/config.h"
#include "stories/one_call.h"
#include "tokens/calls.h"
#include "vault/vault.h"

namespace hufu::stories {

class Profile {
 public:
  using Mark = vault::Generation::Mark;

  Profile(const Config& config, vault::Vault& vault, const backend::Backend& backend,
          const announcer::Announcer& announcer, tokens::Calls& calls, OneCall& one_call)
      : config_(config),
        vault_(vault),
        backend_(backend),
        announcer_(announcer),
        calls_(calls),
        one_call_(one_call) {}

  flow::Task<Value> session();
  flow::Task<Value> user(Mark who);
  flow::Task<Value> upload_avatar(Value what, Mark who);

 private:
  const Config& config_;
  vault::Vault& vault_;
  const backend::Backend& backend_;
  const announcer::Announcer& announcer_;
  tokens::Calls& calls_;
  OneCall& one_call_;
};

}  // namespace hufu::stories
