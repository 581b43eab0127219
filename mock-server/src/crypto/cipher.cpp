// AES-128-CBC with PKCS#7 padding, by OpenSSL.
#include "crypto/cipher.h"

#include <openssl/evp.h>

#include <memory>

namespace hufu::mock {
namespace {

constexpr std::size_t kBlockBytes = 16;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::optional<std::string> decrypt_aes128_cbc(std::string_view key, std::string_view iv,
                                              std::string_view encrypted) {
  if (key.size() != kBlockBytes || iv.size() != kBlockBytes) return std::nullopt;
  if (encrypted.empty() || encrypted.size() % kBlockBytes != 0) return std::nullopt;
  const std::unique_ptr<EVP_CIPHER_CTX, FreeContext> context(EVP_CIPHER_CTX_new());
  if (!context || EVP_DecryptInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, bytes_of(key),
                                     bytes_of(iv)) != 1)
    return std::nullopt;
  std::string plain(encrypted.size() + kBlockBytes, '\0');
  auto* out = reinterpret_cast<unsigned char*>(plain.data());
  int first = 0;
  int last = 0;
  if (EVP_DecryptUpdate(context.get(), out, &first, bytes_of(encrypted),
                        static_cast<int>(encrypted.size())) != 1)
    return std::nullopt;
  if (EVP_DecryptFinal_ex(context.get(), out + first, &last) != 1) return std::nullopt;
  plain.resize(static_cast<std::size_t>(first + last));
  return plain;
}

}  // namespace hufu::mock
