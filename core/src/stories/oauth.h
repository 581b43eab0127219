// Signing in through a browser, with PKCE (RFC 7636): away to the provider, and back with a code.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "flow/single_flight.h"
#include "stories/sign_in.h"
#include "vault/vault.h"

namespace hufu::stories {

class OAuth {
 public:
  OAuth(flow::Store& store, flow::Crypto& crypto, flow::Screen& screen, const flow::Clock& clock,
        const Config& config, const vault::Generation& generation, const vault::Vault& vault,
        backend::Backend& backend, const announcer::Announcer& announcer, SignIn& sign_in);

  flow::Task<Value> sign_in(Value how);
  flow::Task<Value> exchange_code_for_session(Value what);

 private:
  flow::Task<Value> exchange();
  Text verifier_key() const;

  flow::Store& store_;
  flow::Crypto& crypto_;
  flow::Screen& screen_;
  const flow::Clock& clock_;
  const Config& config_;
  const vault::Generation& generation_;
  const vault::Vault& vault_;
  backend::Backend& backend_;
  const announcer::Announcer& announcer_;
  SignIn& sign_in_;
  flow::SingleFlight<Value> exchange_;
  Text exchanged_;  ///< The code that was brought last, unless it was refused.
};

}  // namespace hufu::stories
