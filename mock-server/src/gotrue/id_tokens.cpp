// ID tokens of Google and Apple.
#include "gotrue/id_tokens.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "gotrue/errors.h"
#include "jose/token.h"

namespace hufu::mock::gotrue {
namespace {

constexpr std::array kIdIssuers = {
    IdIssuer{"google", "https://accounts.google.com", "google-client-id-for-tests"},
    IdIssuer{"apple", "https://appleid.apple.com", "apple-client-id-for-tests"},
    IdIssuer{"facebook", "https://www.facebook.com", ""},
    IdIssuer{"kakao", "https://kauth.kakao.com", ""},
    IdIssuer{"azure", "", ""},
    IdIssuer{"keycloak", "", ""},
};

}  // namespace

std::optional<IdIssuer> find_id_issuer(std::string_view provider) {
  const auto found = std::ranges::find_if(
      kIdIssuers, [&](const IdIssuer& issuer) { return provider == issuer.provider; });
  if (found == kIdIssuers.end()) return std::nullopt;
  return *found;
}

jose::KeyPointer id_token_key(const Secrets& secrets) {
  return jose::Key::derived_es256(hmac_sha256(secrets.signing_seed, "id tokens 1"), "id-tokens");
}

nlohmann::json verified_id_token(const Secrets& secrets, const IdIssuer& issuer,
                                 std::string_view token, WallMs now_ms) {
  jose::Rules rules;
  rules.now_s = now_ms / 1000;
  rules.typ = std::nullopt;
  rules.issuer = issuer.issuer;
  rules.audience = issuer.client_id;
  const jose::Verification verified =
      jose::verify(token, jose::KeySet({id_token_key(secrets)}), rules);
  if (verified.refusal == jose::Refusal::wrong_audience)
    throw oauth_refusal("invalid request", "Unacceptable audience in id_token");
  if (!verified.accepted()) throw oauth_refusal("invalid request", "Bad ID token");
  return verified.claims;
}

std::string shown_nonce(std::string_view nonce) { return encode_hex(sha256(nonce)); }

std::string shown_access_token(std::string_view access_token) {
  return encode_base64url(sha256(access_token).substr(0, 16));
}

}  // namespace hufu::mock::gotrue
