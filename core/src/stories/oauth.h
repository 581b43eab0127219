// Through a browser and back with a code, by PKCE (RFC 7636): away to a provider, or by the link of
// a mail.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "catalogue/operation_table.h"
#include "flow/clock.h"
#include "flow/host.h"
#include "flow/single_flight.h"
#include "stories/one_call.h"
#include "stories/sign_in.h"
#include "vault/vault.h"

namespace hufu::stories {

class OAuth {
 public:
  using Mark = vault::Generation::Mark;

  OAuth(flow::Store& store, flow::Crypto& crypto, flow::Screen& screen, const flow::Clock& clock,
        const Config& config, const vault::Generation& generation, const vault::Vault& vault,
        backend::Backend& backend, announcer::Announcer& announcer, OneCall& one_call,
        SignIn& sign_in);

  /// What one call says, by its story: with a challenge where a page, or a mail, brings a code.
  flow::Task<Value> ask(backend::Call call, Story story, Mark who);
  flow::Task<Value> exchange_code_for_session(Value what);

 private:
  flow::Task<Value> exchange();
  flow::Task<Value> with_challenge(backend::Call call, Story story, Mark who);
  flow::Task<Value> plainly(backend::Call call, Story story, Mark who);
  Text verifier_key() const;

  flow::Store& store_;
  flow::Crypto& crypto_;
  flow::Screen& screen_;
  const flow::Clock& clock_;
  const Config& config_;
  const vault::Generation& generation_;
  const vault::Vault& vault_;
  backend::Backend& backend_;
  announcer::Announcer& announcer_;
  OneCall& one_call_;
  SignIn& sign_in_;
  flow::SingleFlight<Value> exchange_;
  Text exchanged_;  ///< The code that was brought last, unless it was refused.
};

}  // namespace hufu::stories
