// Whose token, by which key.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <hufu/server/key_set.h>
#include <hufu/server/token.h>

namespace hufu::server {

/// The token's parts. Throws a `Refusal`.
OpenedToken opened(std::string_view token);

/// The name of the key that it says. Throws a `Refusal`.
const std::string& key_name_of(const OpenedToken& token);

/// Which of these keys has signed it. Throws a `Refusal`: `bad_signature`, or `unknown_key` where
/// none is for this algorithm.
PublicKeyPointer signer_of(const OpenedToken& token, Algorithm algorithm,
                           const std::vector<PublicKeyPointer>& keys);

/// Throws a `Refusal` if the secret has not signed it.
void prove_by_secret(const OpenedToken& token, const VerifyingKey& secret);

}  // namespace hufu::server
