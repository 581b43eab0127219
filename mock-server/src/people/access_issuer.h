// By whose rules, and by which keys, our own access tokens are proved.
#pragma once

#include <hufu/server/issuer.h>
#include <hufu/server/key_set.h>

#include <string>

#include "jose/key.h"

namespace hufu::mock {

/// What a service would write into its guard, with the keys that it would ask us for.
struct AccessIssuer {
  server::Issuer issuer;
  server::KeySet keys;
};

/// Of tokens that are signed with `secret`, or where it is empty by `keys`.
AccessIssuer access_issuer(const std::string& secret, const jose::KeySet& keys);

}  // namespace hufu::mock
