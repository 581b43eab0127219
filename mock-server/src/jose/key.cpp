// Keys that sign tokens, over cjose's JWK, and check them.
#include "jose/key.h"

#include <cjose/cjose.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "base/strict_json.h"
#include "crypto/digest.h"

namespace hufu::mock::jose {
namespace {

constexpr std::size_t kMinSecretBytes = 32;
constexpr std::size_t kMinRsaBits = 2048;
constexpr std::size_t kMaxRsaBits =
    8192;  // beyond this, one verification takes long enough to be an attack

cjose_jwk_t* made(cjose_jwk_t* native) {
  if (native == nullptr) throw std::runtime_error("the key could not be made");
  return native;
}

// `key_ops` says more exactly than `use` what a key is for (RFC 7517 section 4.3): the public half
// verifies, the private one signs.
bool has_operation(const nlohmann::json& operations, const char* wanted) {
  return operations.is_array() &&
         std::find(operations.begin(), operations.end(), wanted) != operations.end();
}

bool meant_for_signing(const nlohmann::json& jwk) {
  if (jwk.contains("use") && jwk["use"] != "sig") return false;
  if (!jwk.contains("key_ops")) return true;
  return has_operation(jwk["key_ops"], jwk.contains("d") ? "sign" : "verify");
}

/// The algorithm a JWK is for: by its kind, and `alg`, when it is there, has to say the same.
Algorithm algorithm_of(const nlohmann::json& jwk) {
  const std::string kind = jwk.value("kty", "");
  if (kind != "RSA" && kind != "EC") throw std::invalid_argument("only RSA and EC keys are taken");
  const Algorithm algorithm = kind == "RSA" ? Algorithm::rs256 : Algorithm::es256;
  if (jwk.contains("alg") && jwk["alg"] != name_of(algorithm)) {
    throw std::invalid_argument("the key is for an algorithm that is not spoken here");
  }
  if (algorithm == Algorithm::es256 && jwk.value("crv", "") != "P-256") {
    throw std::invalid_argument("ES256 is on P-256 only");
  }
  return algorithm;
}

std::string kid_of(const nlohmann::json& jwk) {
  if (!jwk.contains("kid")) return {};
  if (!jwk["kid"].is_string()) throw std::invalid_argument("kid is no string");
  return jwk["kid"].get<std::string>();
}

}  // namespace

std::string_view name_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::es256: return "ES256";
    case Algorithm::hs256: return "HS256";
    case Algorithm::rs256: return "RS256";
  }
  return {};
}

Key::Key(Algorithm algorithm, _cjose_jwk_int* native, std::string kid)
    : algorithm_(algorithm), native_(native), kid_(std::move(kid)) {
  const auto checked =
      algorithm == Algorithm::es256 ? server::Algorithm::es256 : server::Algorithm::rs256;
  verifying_ = server::public_key_of(nlohmann::json::parse(public_jwk()), checked);
}

Key::Key(std::string_view secret, _cjose_jwk_int* native, std::string kid)
    : algorithm_(Algorithm::hs256),
      native_(native),
      kid_(std::move(kid)),
      verifying_(server::secret_key_of(secret)) {}

Key::~Key() { cjose_jwk_release(native_); }

KeyPointer Key::from_secret(std::string_view secret, std::string kid) {
  if (secret.size() < kMinSecretBytes)
    throw std::invalid_argument("an HS256 secret has at least 32 bytes");
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(secret.data());
  cjose_jwk_t* native = made(cjose_jwk_create_oct_spec(bytes, secret.size(), nullptr));
  return KeyPointer(new Key(secret, native, std::move(kid)));
}

KeyPointer Key::from_jwk(std::string_view json) {
  nlohmann::json jwk;
  if (parse_strict_object(json, jwk) != JsonFault::none)
    throw std::invalid_argument("not a JSON object");
  if (!meant_for_signing(jwk)) throw std::invalid_argument("the key is not for signatures");
  const Algorithm algorithm = algorithm_of(jwk);
  std::string kid = kid_of(jwk);
  cjose_jwk_t* native = cjose_jwk_import(json.data(), json.size(), nullptr);
  if (native == nullptr) throw std::invalid_argument("the key's numbers do not make a key");
  KeyPointer key(new Key(algorithm, native, std::move(kid)));
  const std::size_t bits = cjose_jwk_get_keysize(native, nullptr);
  if (algorithm == Algorithm::rs256 && (bits < kMinRsaBits || bits > kMaxRsaBits)) {
    throw std::invalid_argument("RSA keys have 2048 to 8192 bits");
  }
  if (!key->verifying_) throw std::invalid_argument("the key's numbers do not make a key");
  return key;
}

KeyPointer Key::new_es256(std::string kid) {
  return KeyPointer(new Key(Algorithm::es256,
                            made(cjose_jwk_create_EC_random(CJOSE_JWK_EC_P_256, nullptr)),
                            std::move(kid)));
}

KeyPointer Key::derived_es256(std::string_view seed, std::string kid) {
  if (seed.size() < kMinSecretBytes)
    throw std::invalid_argument("a key is derived from at least 32 bytes");
  // P-256's order begins with 32 one bits and is above every number that does not.
  std::string scalar;
  for (int round = 0; scalar.empty() || scalar.starts_with("\xff\xff\xff\xff"); ++round)
    scalar = hmac_sha256(seed, "P-256 private key " + std::to_string(round));
  cjose_jwk_ec_keyspec spec{};
  spec.crv = CJOSE_JWK_EC_P_256;
  spec.d = reinterpret_cast<std::uint8_t*>(scalar.data());
  spec.dlen = scalar.size();
  // Without a public point cjose computes it.
  return KeyPointer(
      new Key(Algorithm::es256, made(cjose_jwk_create_EC_spec(&spec, nullptr)), std::move(kid)));
}

KeyPointer Key::new_rs256(std::string kid) {
  cjose_jwk_t* native = made(cjose_jwk_create_RSA_random(kMinRsaBits, nullptr, 0, nullptr));
  return KeyPointer(new Key(Algorithm::rs256, native, std::move(kid)));
}

std::string Key::public_jwk() const {
  if (algorithm_ == Algorithm::hs256) return {};
  char* text = cjose_jwk_to_json(native_, /*priv=*/false, nullptr);
  if (text == nullptr) throw std::runtime_error("the key could not be written");
  nlohmann::json jwk = nlohmann::json::parse(text);
  cjose_get_dealloc()(text);
  if (!kid_.empty()) jwk["kid"] = kid_;
  jwk["alg"] = name_of(algorithm_);
  jwk["use"] = "sig";
  return jwk.dump();
}

KeyPointer KeySet::find(std::string_view kid) const {
  if (kid.empty()) return keys_.size() == 1 ? keys_.front() : nullptr;
  for (const KeyPointer& key : keys_) {
    if (key->kid() == kid) return key;
  }
  return nullptr;
}

std::string public_jwks(const KeySet& keys) {
  nlohmann::json list = nlohmann::json::array();
  for (const KeyPointer& key : keys.keys()) {
    const std::string jwk = key->public_jwk();
    if (!jwk.empty()) list.push_back(nlohmann::json::parse(jwk));
  }
  return nlohmann::json{{"keys", std::move(list)}}.dump();
}

KeySet read_jwks(std::string_view json) {
  nlohmann::json document;
  const JsonFault fault = parse_strict_object(json, document);
  if (fault != JsonFault::none || !document.contains("keys") || !document["keys"].is_array()) {
    throw std::invalid_argument("not a key set");
  }
  KeySet keys;
  for (const nlohmann::json& jwk : document["keys"]) {
    try {
      keys.add(Key::from_jwk(jwk.dump()));
    } catch (const std::exception&) {
      // A kind of key we do not speak says nothing about the others.
    }
  }
  return keys;
}

}  // namespace hufu::mock::jose
