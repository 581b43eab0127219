// What tokens may be signed with.
#pragma once

#include <string_view>

namespace hufu::server {

/// A signature's algorithm, as `alg` names it.
enum class Algorithm { rs256, ps256, es256, eddsa, ed25519, hs256 };

constexpr std::string_view name_of(Algorithm algorithm) noexcept {
  switch (algorithm) {
    case Algorithm::rs256: return "RS256";
    case Algorithm::ps256: return "PS256";
    case Algorithm::es256: return "ES256";
    case Algorithm::eddsa: return "EdDSA";
    case Algorithm::ed25519: return "Ed25519";
    case Algorithm::hs256: return "HS256";
  }
  return {};
}

}  // namespace hufu::server
