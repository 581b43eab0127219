// The keys that GoTrue's tokens are signed with.
#include "gotrue/keys.h"

#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "crypto/encoding.h"

namespace hufu::mock::gotrue {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kApiKeyLifeSeconds = std::int64_t{10} * 365 * 24 * 3600;

std::string derived_secret(const Secrets& secrets) {
  return encode_base64url(hmac_sha256(secrets.signing_seed, "GoTrue's HS256 secret"));
}

}  // namespace

Keys make_keys(const Secrets& secrets, const Config& config) {
  Keys keys;
  keys.usual = secrets.access_key;
  if (keys.usual->algorithm() == jose::Algorithm::hs256) {
    keys.secret = config.jwt_secret;
    keys.hs256 = keys.usual;
    const std::string seed = hmac_sha256(secrets.signing_seed, "GoTrue's ES256 key");
    const std::string name = encode_hex(hmac_sha256(seed, "name")).substr(0, 16);
    keys.es256 = jose::Key::derived_es256(seed, "access-" + name);
  } else {
    keys.secret = config.jwt_secret.empty() ? derived_secret(secrets) : config.jwt_secret;
    keys.hs256 = jose::Key::from_secret(keys.secret, "access-secret");
    keys.es256 = keys.usual;
  }
  return keys;
}

const jose::Key& signing_key(const Keys& keys, const Oddities& oddities) {
  if (!oddities.jwt_algorithm) return *keys.usual;
  return *oddities.jwt_algorithm == JwtAlgorithm::hs256 ? *keys.hs256 : *keys.es256;
}

std::string published_keys(const Keys& keys, const Oddities& oddities) {
  const jose::Key& key = signing_key(keys, oddities);
  if (key.algorithm() == jose::Algorithm::hs256) return jose::public_jwks({});
  return jose::public_jwks(jose::KeySet({keys.es256}));
}

Json verified_claims(const Keys& keys, std::string_view token, const jose::Rules& rules) {
  jose::Verification verified = jose::verify(token, jose::KeySet({keys.hs256, keys.es256}), rules);
  if (verified.refusal == jose::Refusal::unknown_key)
    verified = jose::verify(token, jose::KeySet({keys.hs256}), rules);
  return verified.accepted() ? verified.claims : Json();
}

std::string make_api_key(const Keys& keys, const std::string& role, WallMs now_ms) {
  const std::int64_t now_s = now_ms / 1000;
  const Json claims = {
      {"iss", "supabase"}, {"role", role}, {"iat", now_s}, {"exp", now_s + kApiKeyLifeSeconds}};
  return jose::sign(Json::object(), claims, *keys.hs256);
}

}  // namespace hufu::mock::gotrue
