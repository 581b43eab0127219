// SHA-256, looked up once: OpenSSL 3 takes longer to find it than to compute it.
#include "digest.h"

#include <stdexcept>

#include "openssl.h"

namespace hufu::server {

TextDigest digest_of(std::string_view text) {
  static const Digest sha256(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  thread_local const DigestContext context(EVP_MD_CTX_new());
  TextDigest digest{};
  const bool is_made = EVP_DigestInit_ex2(context.get(), sha256.get(), nullptr) == 1 &&
                       EVP_DigestUpdate(context.get(), text.data(), text.size()) == 1 &&
                       EVP_DigestFinal_ex(context.get(), digest.data(), nullptr) == 1;
  if (!is_made) throw std::runtime_error("OpenSSL has no SHA-256");
  return digest;
}

}  // namespace hufu::server
