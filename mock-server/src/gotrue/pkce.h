// Proof key for code exchange (RFC 7636), S256 only: "plain" would show the verifier to whoever
// sees the request (RFC 9700 section 2.1.1).
#pragma once

#include <string>
#include <string_view>

namespace hufu::mock::gotrue {

/// The challenge of a flow about to begin; empty where there is none, and so no method either.
/// Throws `Error` 400 where one of the two is missing, the challenge malformed, or the method
/// another than S256 (any case).
std::string read_challenge(const std::string& challenge, const std::string& method);

/// False for a verifier of the wrong form, and for every verifier where no challenge was given:
/// then somebody took the protection away on the way (RFC 9700 section 2.1.1).
bool answers_challenge(std::string_view verifier, std::string_view challenge);

}  // namespace hufu::mock::gotrue
