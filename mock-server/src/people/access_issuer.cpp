// By whose rules, and by which keys, our own access tokens are proved.
#include "people/access_issuer.h"

#include "people/tokens.h"

namespace hufu::mock {

AccessIssuer access_issuer(const std::string& secret, const jose::KeySet& keys) {
  // No address: nobody asks over the network for what is here.
  server::UnifiedOptions options{.base_url = "", .issuer = kOwnIssuer, .audience = kOwnAudience};
  if (!secret.empty()) options.secret = secret;
  const server::Issuer issuer = server::unified(options);
  if (!secret.empty()) return {issuer, {}};
  return {issuer, server::KeySet(jose::public_jwks(keys), issuer)};
}

}  // namespace hufu::mock
