// Leaving: local state goes first, and even when nobody can be reached.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "flow/host.h"
#include "flow/single_flight.h"
#include "hufu/config.h"
#include "stories/one_call.h"
#include "stories/sign_in.h"
#include "tokens/tokens.h"
#include "vault/vault.h"

namespace hufu::stories {

class SignOut {
 public:
  SignOut(flow::Credentials& credentials, const Config& config, vault::Generation& generation,
          vault::Vault& vault, backend::Backend& backend, announcer::Announcer& announcer,
          tokens::Tokens& tokens, OneCall& one_call, SignIn& sign_in);

  flow::Task<Value> sign_out(Value how, vault::Generation::Mark who);

 private:
  bool knows_scopes() const;
  flow::Task<Value> forget_session(Value how);
  flow::Task<Value> await_erasing();
  flow::Task<Value> erase_session();
  flow::Task<Value> tell_server(vault::RecordRef record, Value how);
  flow::Task<Value> living_token(vault::RecordRef record);

  flow::Credentials& credentials_;
  const Config& config_;
  vault::Generation& generation_;
  vault::Vault& vault_;
  backend::Backend& backend_;
  announcer::Announcer& announcer_;
  tokens::Tokens& tokens_;
  OneCall& one_call_;
  SignIn& sign_in_;
  flow::SingleFlight<Value> erasing_;
};

}  // namespace hufu::stories
