// ID tokens of Google and Apple, which this server plays when it is asked to (OpenID Connect Core).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "jose/key.h"
#include "people/secrets.h"

namespace hufu::mock::gotrue {

struct IdIssuer {
  const char* provider;
  const char* issuer;
  /// The client that its tokens are for; empty where the provider is never played.
  const char* client_id;
};

/// Of those that GoTrue takes ID tokens of; nothing for any other.
std::optional<IdIssuer> find_id_issuer(std::string_view provider);

/// Signs what is played.
jose::KeyPointer id_token_key(const Secrets& secrets);

/// What a token of that issuer says. Throws `Error` 400 in OAuth's shape for one that is not whole,
/// not of this time or for another client.
nlohmann::json verified_id_token(const Secrets& secrets, const IdIssuer& issuer,
                                 std::string_view token, WallMs now_ms);

/// What Google is given in place of a nonce: its SHA-256, in hexadecimal.
std::string shown_nonce(std::string_view nonce);
/// `at_hash`: binds an access token to the ID token that came with it.
std::string shown_access_token(std::string_view access_token);

}  // namespace hufu::mock::gotrue
