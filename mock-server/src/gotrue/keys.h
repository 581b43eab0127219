// The keys that GoTrue's tokens are signed with: one of each kind, so that the algorithm can be
// switched while tokens of before stay good.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "jose/key.h"
#include "jose/token.h"
#include "people/secrets.h"
#include "settings/config.h"
#include "settings/oddities.h"

namespace hufu::mock::gotrue {

struct Keys {
  /// What `hs256` is made of: JWT_SECRET where there is one. Whoever has it makes people up.
  std::string secret;
  jose::KeyPointer hs256;
  jose::KeyPointer es256;
  /// The one of the two that signs where nobody asks for the other.
  jose::KeyPointer usual;
};

Keys make_keys(const Secrets& secrets, const Config& config);

/// What signs now.
const jose::Key& signing_key(const Keys& keys, const Oddities& oddities);
/// Public halves of what signs now: of HS256 there is none.
std::string published_keys(const Keys& keys, const Oddities& oddities);
/// The claims of a token of either key; null where it is not whole or not of now. One without a
/// `kid` is HS256's: so were all, once.
nlohmann::json verified_claims(const Keys& keys, std::string_view token, const jose::Rules& rules);

/// What applications send as `apikey`: "anon" for pages, "service_role" for servers.
std::string make_api_key(const Keys& keys, const std::string& role, WallMs now_ms);

}  // namespace hufu::mock::gotrue
