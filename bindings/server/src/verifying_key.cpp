// Signatures, as OpenSSL checks them.
#include <hufu/server/verifying_key.h>

#include <openssl/crypto.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include <array>
#include <nlohmann/json.hpp>
#include <string>

#include "openssl.h"
#include "public_jwk.h"

namespace hufu::server {
namespace {

constexpr std::size_t kEs256Bytes = 64;
constexpr std::size_t kHs256Bytes = 32;

// As OpenSSL wants it: two numbers in a sequence (RFC 7518, section 3.4, has them side by side).
std::string in_sequence(std::string_view signature) {
  const int half = static_cast<int>(signature.size() / 2);
  const EcSignature numbers(ECDSA_SIG_new());
  BIGNUM* r = BN_bin2bn(bytes_of(signature), half, nullptr);
  BIGNUM* s = BN_bin2bn(bytes_of(signature) + half, half, nullptr);
  ECDSA_SIG_set0(numbers.get(), r, s);
  unsigned char* written = nullptr;
  const int size = i2d_ECDSA_SIG(numbers.get(), &written);
  std::string text(reinterpret_cast<char*>(written), size > 0 ? static_cast<std::size_t>(size) : 0);
  OPENSSL_free(written);
  return text;
}

bool is_hashed(Algorithm algorithm) {
  return algorithm != Algorithm::eddsa && algorithm != Algorithm::ed25519;
}

// RFC 7518, section 3.5: a salt as long as the digest.
bool set_pss(EVP_PKEY_CTX* settings) {
  return EVP_PKEY_CTX_set_rsa_padding(settings, RSA_PKCS1_PSS_PADDING) == 1 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(settings, RSA_PSS_SALTLEN_DIGEST) == 1;
}

/// All that goes before a verification; null where OpenSSL does not know it.
DigestContext prepared(EVP_PKEY* key, Algorithm algorithm) {
  DigestContext context(EVP_MD_CTX_new());
  EVP_PKEY_CTX* settings = nullptr;  // the context's own
  const char* digest = is_hashed(algorithm) ? "SHA256" : nullptr;
  const bool is_ready = EVP_DigestVerifyInit_ex(context.get(), &settings, digest, nullptr, nullptr,
                                                key, nullptr) == 1 &&
                        (algorithm != Algorithm::ps256 || set_pss(settings));
  return is_ready ? std::move(context) : nullptr;
}

class PublicVerifyingKey : public VerifyingKey {
 public:
  PublicVerifyingKey(DigestContext context, Algorithm algorithm)
      : prepared_(std::move(context)), algorithm_(algorithm) {}

  bool has_signed(std::string_view text, std::string_view signature) const override {
    if (algorithm_ != Algorithm::es256) return holds(text, signature);
    return signature.size() == kEs256Bytes && holds(text, in_sequence(signature));
  }

 private:
  // A copy of what was prepared: OpenSSL looks for its algorithms for several microseconds.
  bool holds(std::string_view text, std::string_view signature) const {
    const DigestContext context(EVP_MD_CTX_new());
    return EVP_MD_CTX_copy_ex(context.get(), prepared_.get()) == 1 &&
           EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(text),
                            text.size()) == 1;
  }

  DigestContext prepared_;
  Algorithm algorithm_;
};

class SecretVerifyingKey : public VerifyingKey {
 public:
  explicit SecretVerifyingKey(std::string_view secret) : secret_(secret) {}
  ~SecretVerifyingKey() override { OPENSSL_cleanse(secret_.data(), secret_.size()); }

  bool has_signed(std::string_view text, std::string_view signature) const override {
    std::array<unsigned char, kHs256Bytes> mac{};
    const auto* made = HMAC(EVP_sha256(), secret_.data(), static_cast<int>(secret_.size()),
                            bytes_of(text), text.size(), mac.data(), nullptr);
    return made != nullptr && signature.size() == mac.size() &&
           CRYPTO_memcmp(mac.data(), signature.data(), mac.size()) == 0;
  }

 private:
  std::string secret_;
};

}  // namespace

VerifyingKeyPointer public_key_of(const nlohmann::json& jwk, Algorithm algorithm) {
  const Pkey key = imported(jwk, algorithm);
  DigestContext context = key ? prepared(key.get(), algorithm) : nullptr;
  if (!context) return nullptr;
  return std::make_shared<const PublicVerifyingKey>(std::move(context), algorithm);
}

VerifyingKeyPointer secret_key_of(std::string_view secret) {
  return std::make_shared<const SecretVerifyingKey>(secret);
}

}  // namespace hufu::server
