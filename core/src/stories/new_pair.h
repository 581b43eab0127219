// Tokens that came by no sign-in: brought by the application, or given in the place of those that
// are held.
#pragma once

#include "announcer/announcer.h"
#include "backend/backend.h"
#include "flow/clock.h"
#include "stories/sign_in.h"
#include "tokens/calls.h"
#include "tokens/tokens.h"
#include "vault/vault.h"

namespace hufu::stories {

class NewPair {
 public:
  using Mark = vault::Generation::Mark;
  template <class T>
  using Task = flow::Task<T>;

  NewPair(const flow::Clock& clock, const vault::Generation& generation, vault::Vault& vault,
          backend::Backend& backend, announcer::Announcer& announcer, tokens::Tokens& tokens,
          tokens::Calls& calls, SignIn& sign_in)
      : clock_(clock),
        generation_(generation),
        vault_(vault),
        backend_(backend),
        announcer_(announcer),
        tokens_(tokens),
        calls_(calls),
        sign_in_(sign_in) {}

  Task<Value> adopt(Value pair, Mark began);
  Task<Value> verify_factor(Value what, Mark who);
  /// Hold and write the session of a grant in the place of the one that is held, as after a
  /// renewal; not in the place of one that somebody has signed in to since. Yields the session.
  Task<Value> keep(backend::Grant grant, Mark who);

 private:
  const flow::Clock& clock_;
  const vault::Generation& generation_;
  vault::Vault& vault_;
  backend::Backend& backend_;
  announcer::Announcer& announcer_;
  tokens::Tokens& tokens_;
  tokens::Calls& calls_;
  SignIn& sign_in_;
};

}  // namespace hufu::stories
