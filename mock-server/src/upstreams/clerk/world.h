// The fake Clerk as a whole: what its routes answer from and what the control surface changes.
#pragma once

#include <string>

#include "upstreams/clerk/accounts.h"
#include "upstreams/clerk/signing_keys.h"

namespace hufu::mock::clerk {

/// Used on the network thread only, so it needs no lock.
struct World {
  explicit World(const Clock& clock) : accounts(clock) {}

  Accounts accounts;
  SigningKeys keys;
  std::string issuer;
  std::string secret_key;
};

}  // namespace hufu::mock::clerk
