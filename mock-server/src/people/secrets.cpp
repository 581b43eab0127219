// The keys of the backend.
#include "people/secrets.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
#include "crypto/sealed.h"
#include "store/engine.h"

namespace hufu::mock {
namespace {

constexpr std::string_view kSqlitePrefix = "sqlite://";
constexpr std::size_t kMasterBytes = 32;

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  return content.str();
}

// The first process to create the file decides; the others read it.
std::string keep_master_beside(const std::string& database_file) {
  const std::string path = database_file + ".keys";
  const std::string fresh = random_bytes(kMasterBytes);
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file >= 0) {
    const bool written =
        ::write(file, fresh.data(), fresh.size()) == static_cast<ssize_t>(fresh.size());
    ::close(file);
    if (written) return fresh;
    ::unlink(path.c_str());
  }
  const std::string kept = read_file(path);
  if (kept.size() != kMasterBytes)
    throw ConfigError{"the key file " + path + " cannot be read or has the wrong size", 3};
  return kept;
}

std::string choose_master(const Config& config) {
  if (!config.secret.empty()) return config.secret;
  if (!config.jwt_secret.empty()) return config.jwt_secret;
  // Keys inside the database would leave it with every copy of it (R1), and keys beside this server
  // would be unknown to the others.
  if (is_postgresql_url(config.database_url)) {
    throw ConfigError{
        "with PostgreSQL, servers share their sessions and so need the same key: set JWT_SECRET to "
        "at least 32 bytes, the same for all of them. Make one with: openssl rand -base64 48"};
  }
  if (config.database_url.starts_with(kSqlitePrefix)) {
    const std::string file = config.database_url.substr(kSqlitePrefix.size());
    if (!file.empty() && file != ":memory:") return keep_master_beside(file);
  }
  return random_bytes(kMasterBytes);
}

// One label for each use: no two keys are the same, and none is the secret itself.
std::string refresh_key_of(const std::string& master) {
  return hmac_sha256(master, "hufu refresh tokens 1");
}
std::string code_pepper_of(const std::string& master) {
  return hmac_sha256(master, "hufu codes 1");
}

std::string seal_key_of(const std::string& master) { return hmac_sha256(master, "hufu seals 1"); }

// Its name follows from the secret, too: whoever has the same secret publishes the same key.
jose::KeyPointer access_key_of(const std::string& master) {
  const std::string name = encode_hex(hmac_sha256(master, "hufu access key name 1")).substr(0, 16);
  return jose::Key::derived_es256(hmac_sha256(master, "hufu access key 1"), "access-" + name);
}

jose::KeyPointer choose_access_key(const Config& config) {
  if (!config.secret.empty()) return access_key_of(config.secret);
  if (!config.jwt_secret.empty()) return jose::Key::from_secret(config.jwt_secret, "access-secret");
  return jose::Key::new_es256("access-" + random_hex(4));
}

std::string hmac_of_code(const std::string& pepper, std::string_view purpose,
                         std::string_view code) {
  std::string data(purpose);
  data += '\0';
  data += code;
  return encode_hex(hmac_sha256(pepper, data));
}

void believe_other(Secrets& secrets, const std::string& other) {
  secrets.other_refresh_key = refresh_key_of(other);
  secrets.other_code_pepper = code_pepper_of(other);
  secrets.other_seal_key = seal_key_of(other);
  secrets.access_keys.add(access_key_of(other));
}

}  // namespace

Secrets make_secrets(const Config& config) {
  const std::string master = choose_master(config);
  Secrets secrets;
  secrets.refresh_key = refresh_key_of(master);
  secrets.code_pepper = code_pepper_of(master);
  secrets.seal_key = seal_key_of(master);
  secrets.signing_seed = hmac_sha256(master, "hufu signing keys 1");
  secrets.access_key = choose_access_key(config);
  secrets.access_keys.add(secrets.access_key);
  if (!config.other_secret.empty()) believe_other(secrets, config.other_secret);
  const std::string shared = config.secret.empty() ? config.jwt_secret : "";
  secrets.access_issuer =
      std::make_shared<const AccessIssuer>(access_issuer(shared, secrets.access_keys));
  return secrets;
}

std::string sealed(const Secrets& secrets, std::string_view place, std::string_view plain) {
  return encode_base64url(seal(secrets.seal_key, place, plain));
}

std::optional<std::string> unsealed(const Secrets& secrets, std::string_view place,
                                    std::string_view stored) {
  const std::optional<std::string> bytes = decode_base64url(stored);
  if (!bytes) return std::nullopt;
  std::optional<std::string> plain = unseal(secrets.seal_key, place, *bytes);
  if (!plain && !secrets.other_seal_key.empty())
    plain = unseal(secrets.other_seal_key, place, *bytes);
  return plain;
}

std::string code_hmac(const Secrets& secrets, std::string_view purpose,
                      std::string_view normalised_code) {
  return hmac_of_code(secrets.code_pepper, purpose, normalised_code);
}

std::string other_code_hmac(const Secrets& secrets, std::string_view purpose,
                            std::string_view normalised_code) {
  return hmac_of_code(secrets.other_code_pepper, purpose, normalised_code);
}

}  // namespace hufu::mock
