#include "system/crypto.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <memory>
#include <utility>

namespace hufu::native {
namespace {

constexpr unsigned long kOldestOpenSsl = 0x10101000UL;  // 1.1.1: TLS 1.3, a generator safe in forks

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

Error fault(const char* what) {
  return Error{Errc::host_fault, std::string("OpenSSL: ") + what, 0, 0};
}

}  // namespace

Result<std::string> random_bytes(std::size_t count) {
  if (OpenSSL_version_num() < kOldestOpenSsl) return fault("older than 1.1.1");
  std::string bytes(count, '\0');
  if (RAND_bytes(bytes_of(bytes), static_cast<int>(count)) != 1) return fault("no random bytes");
  return bytes;
}

Result<std::string> sha256(std::string_view bytes) {
  std::string digest(32, '\0');
  if (EVP_Digest(bytes.data(), bytes.size(), bytes_of(digest), nullptr, EVP_sha256(), nullptr) !=
      1) {
    return fault("no SHA-256");
  }
  return digest;
}

Result<std::string> seal(const Secret& key, std::string_view nonce, std::string_view bound,
                         std::string_view plain) {
  const Cipher cipher(EVP_CIPHER_CTX_new());
  std::string sealed(plain.size() + kTagBytes, '\0');
  int written = 0;
  const bool sealed_all =
      cipher && key.reveal().size() == kKeyBytes && nonce.size() == kNonceBytes &&
      EVP_EncryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, bytes_of(key.reveal()),
                         bytes_of(nonce)) == 1 &&
      EVP_EncryptUpdate(cipher.get(), nullptr, &written, bytes_of(bound),
                        static_cast<int>(bound.size())) == 1 &&
      EVP_EncryptUpdate(cipher.get(), bytes_of(sealed), &written, bytes_of(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(cipher.get(), bytes_of(sealed) + written, &written) == 1 &&
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, static_cast<int>(kTagBytes),
                          sealed.data() + plain.size()) == 1;
  if (!sealed_all) return fault("AES-256-GCM failed");
  return sealed;
}

std::optional<Secret> unseal(const Secret& key, std::string_view nonce, std::string_view bound,
                             std::string_view sealed) {
  if (sealed.size() < kTagBytes) return std::nullopt;
  const Cipher cipher(EVP_CIPHER_CTX_new());
  const std::string_view hidden = sealed.substr(0, sealed.size() - kTagBytes);
  std::string tag(sealed.substr(hidden.size()));
  std::string plain(hidden.size(), '\0');
  int written = 0;
  const bool genuine = cipher && key.reveal().size() == kKeyBytes && nonce.size() == kNonceBytes &&
                       EVP_DecryptInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr,
                                          bytes_of(key.reveal()), bytes_of(nonce)) == 1 &&
                       EVP_DecryptUpdate(cipher.get(), nullptr, &written, bytes_of(bound),
                                         static_cast<int>(bound.size())) == 1 &&
                       EVP_DecryptUpdate(cipher.get(), bytes_of(plain), &written, bytes_of(hidden),
                                         static_cast<int>(hidden.size())) == 1 &&
                       EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG,
                                           static_cast<int>(kTagBytes), tag.data()) == 1 &&
                       EVP_DecryptFinal_ex(cipher.get(), bytes_of(plain) + written, &written) == 1;
  if (!genuine) {
    wipe(plain);
    return std::nullopt;
  }
  return Secret(std::move(plain));
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  digits.reserve(2 * bytes.size());
  for (const char letter : bytes) {
    const auto byte = static_cast<unsigned char>(letter);
    digits += kDigits[byte >> 4U];
    digits += kDigits[byte & 0xfU];
  }
  return digits;
}

void wipe(std::string& bytes) noexcept { OPENSSL_cleanse(bytes.data(), bytes.size()); }

}  // namespace hufu::native
