// The keys of the backend, all outside the database: a copy of the database alone forges nothing
// (R1, B8).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "jose/key.h"
#include "people/access_issuer.h"
#include "people/verified_tokens.h"
#include "settings/config.h"

namespace hufu::mock {

struct Secrets {
  /// Signs access tokens: HS256 with JWT_SECRET, else an ES256 key.
  jose::KeyPointer access_key;
  /// Those whose tokens are believed, `access_key` among them.
  jose::KeySet access_keys;
  /// By what they are proved.
  std::shared_ptr<const AccessIssuer> access_issuer;
  /// Tokens whose signature by one of `access_keys` has been checked.
  std::shared_ptr<VerifiedTokens> verified = std::make_shared<VerifiedTokens>();
  /// Keys the hash inside refresh tokens.
  std::string refresh_key;
  /// Keys the hashes of the other secret; empty without one.
  std::string other_refresh_key;
  /// What keys for the signatures of further surfaces are derived from.
  std::string signing_seed;
  /// Keys the hashes under which bind codes and device codes are stored.
  std::string code_pepper;
  std::string other_code_pepper;
  /// Seals what has to be read back: the secrets of second factors.
  std::string seal_key;
  std::string other_seal_key;
};

/// Derived from `secret` or JWT_SECRET when there is one, so that processes and restarts agree.
/// Otherwise a database file gets a key file beside it (mode 0600), a database in memory gets keys
/// that live as long as it does, and PostgreSQL is refused with a `ConfigError`: its servers need
/// one key.
Secrets make_secrets(const Config& config);

/// What is stored in place of a secret that `unsealed` reads back from the same place alone.
std::string sealed(const Secrets& secrets, std::string_view place, std::string_view plain);
/// Nothing for what was sealed by other secrets, or for another place.
std::optional<std::string> unsealed(const Secrets& secrets, std::string_view place,
                                    std::string_view stored);

/// What is stored in place of a code.
std::string code_hmac(const Secrets& secrets, std::string_view purpose,
                      std::string_view normalised_code);
/// The same under the other pepper; empty without one.
std::string other_code_hmac(const Secrets& secrets, std::string_view purpose,
                            std::string_view normalised_code);

/// What `find` finds under the hash of a code, whichever pepper it was stored with.
template <class Find>
auto find_by_code(const Secrets& secrets, std::string_view purpose, std::string_view code,
                  Find find) {
  auto found = find(code_hmac(secrets, purpose, code));
  if (!found && !secrets.other_code_pepper.empty())
    found = find(other_code_hmac(secrets, purpose, code));
  return found;
}

}  // namespace hufu::mock
