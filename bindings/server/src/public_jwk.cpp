// Public keys, as a JWK writes their numbers. Of a JWK only what is public is read, and nothing
// that could make it another key.
#include "public_jwk.h"

#include <optional>
#include <string>

#include "base64url.h"
#include "claims.h"

namespace hufu::server {
namespace {

constexpr int kLeastRsaBits = 2048;  // RFC 7518, section 3.3
constexpr int kMostRsaBits =
    8192;  // beyond this, one verification takes long enough to be an attack
constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kEd25519Bytes = 32;

std::optional<std::string> number(const nlohmann::json& jwk, const char* name) {
  const std::string* text = text_member(jwk, name);
  return text == nullptr ? std::nullopt : decoded_base64url(*text);
}

Pkey made_of(const char* type, ParamsBuilder builder) {
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* key = nullptr;
  if (params && context && EVP_PKEY_fromdata_init(context.get()) == 1)
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params.get());
  return Pkey(key);
}

Pkey rsa_key(const nlohmann::json& jwk) {
  const auto modulus = number(jwk, "n");
  const auto exponent = number(jwk, "e");
  if (!modulus || !exponent) return nullptr;
  const Bignum n(BN_bin2bn(bytes_of(*modulus), static_cast<int>(modulus->size()), nullptr));
  const Bignum e(BN_bin2bn(bytes_of(*exponent), static_cast<int>(exponent->size()), nullptr));
  const int bits = n ? BN_num_bits(n.get()) : 0;
  if (!e || bits < kLeastRsaBits || bits > kMostRsaBits) return nullptr;
  ParamsBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return made_of("RSA", std::move(builder));
}

Pkey p256_key(const nlohmann::json& jwk) {
  const auto x = number(jwk, "x");
  const auto y = number(jwk, "y");
  if (!x || !y || x->size() != kCoordinateBytes || y->size() != kCoordinateBytes) return nullptr;
  const std::string point = "\x04" + *x + *y;
  ParamsBuilder builder(OSSL_PARAM_BLD_new());
  OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return made_of("EC", std::move(builder));
}

Pkey ed25519_key(const nlohmann::json& jwk) {
  const auto x = number(jwk, "x");
  if (!x || x->size() != kEd25519Bytes) return nullptr;
  return Pkey(EVP_PKEY_new_raw_public_key_ex(nullptr, "ED25519", nullptr, bytes_of(*x), x->size()));
}

}  // namespace

Pkey imported(const nlohmann::json& jwk, Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::rs256:
    case Algorithm::ps256: return rsa_key(jwk);
    case Algorithm::es256: return p256_key(jwk);
    case Algorithm::eddsa:
    case Algorithm::ed25519: return ed25519_key(jwk);
    case Algorithm::hs256: break;  // a secret stands in no set
  }
  return nullptr;
}

}  // namespace hufu::server
