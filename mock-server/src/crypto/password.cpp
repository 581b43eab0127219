// Passwords: scrypt by OpenSSL.
#include "crypto/password.h"

#include <openssl/evp.h>

#include <optional>
#include <stdexcept>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"

namespace hufu::mock {
namespace {

// What OWASP's password storage cheat sheet asks for at 16 MiB: N = 2^14, r = 8, p = 5.
constexpr std::string_view kParameters = "$scrypt$ln=14,r=8,p=5$";
constexpr std::uint64_t kN = 1 << 14;
constexpr std::uint64_t kR = 8;
constexpr std::uint64_t kP = 5;
constexpr std::uint64_t kMemoryBytes = 64 * 1024 * 1024;
constexpr std::size_t kSaltBytes = 16;
constexpr std::size_t kHashBytes = 32;

std::string derive(std::string_view password, const std::string& salt) {
  std::string hash(kHashBytes, '\0');
  const auto* salt_bytes = reinterpret_cast<const unsigned char*>(salt.data());
  auto* hash_bytes = reinterpret_cast<unsigned char*>(hash.data());
  if (EVP_PBE_scrypt(password.data(), password.size(), salt_bytes, salt.size(), kN, kR, kP,
                     kMemoryBytes, hash_bytes, hash.size()) != 1) {
    throw std::runtime_error("scrypt failed");
  }
  return hash;
}

}  // namespace

std::string hash_password(std::string_view password) {
  const std::string salt = random_bytes(kSaltBytes);
  return std::string(kParameters) + encode_base64url(salt) + "$" +
         encode_base64url(derive(password, salt));
}

bool matches_password(std::string_view password, std::string_view hash) {
  if (!hash.starts_with(kParameters)) return false;
  hash.remove_prefix(kParameters.size());
  const std::size_t split = hash.find('$');
  if (split == std::string_view::npos) return false;
  const std::optional<std::string> salt = decode_base64url(hash.substr(0, split));
  const std::optional<std::string> kept = decode_base64url(hash.substr(split + 1));
  return salt && kept && equal_in_constant_time(derive(password, *salt), *kept);
}

}  // namespace hufu::mock
