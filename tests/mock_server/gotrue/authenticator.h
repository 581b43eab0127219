// The authenticator of a test: it knows RFC 6238, and nothing of the server's.
#pragma once

#include <cstdint>
#include <string>

#include "gotrue/clients.h"

namespace hufu::mock::test {

/// The code of a secret, as people type it over, at a moment.
std::string code_at(const std::string& base32_secret, std::int64_t second);

/// A second factor that somebody has enrolled.
struct Authenticator {
  std::string factor_id;
  std::string secret;

  /// By the server's clock; `steps` later or earlier.
  std::string code(World& world, int steps = 0) const;
};

/// Fails the test unless the factor is there.
Authenticator enroll(World& world, const GotrueClient& client, const std::string& name = "phone");
/// The id of a challenge.
std::string challenge(World& world, const GotrueClient& client, const std::string& factor_id);
Answer verify(World& world, const GotrueClient& client, const std::string& factor_id,
              const std::string& challenge_id, const std::string& code);
/// Challenged and answered with the code of now; the client at aal2.
GotrueClient prove(World& world, const GotrueClient& client, const Authenticator& authenticator);
/// What the client's access token says.
Json claims_of(const GotrueClient& client);

}  // namespace hufu::mock::test
