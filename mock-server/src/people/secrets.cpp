// The keys of the backend.
#include "people/secrets.h"

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "crypto/digest.h"
#include "crypto/encoding.h"
#include "crypto/random.h"
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

}  // namespace

Secrets make_secrets(const Config& config) {
  const std::string master = choose_master(config);
  Secrets secrets;
  // One label for each use: no two keys are the same, and none is JWT_SECRET itself but the one it
  // is named for.
  secrets.refresh_key = hmac_sha256(master, "hufu refresh tokens 1");
  secrets.code_pepper = hmac_sha256(master, "hufu codes 1");
  secrets.signing_seed = hmac_sha256(master, "hufu signing keys 1");
  secrets.access_key = config.jwt_secret.empty()
                           ? jose::Key::new_es256("access-" + random_hex(4))
                           : jose::Key::from_secret(config.jwt_secret, "access-secret");
  secrets.access_issuer = std::make_shared<const AccessIssuer>(
      access_issuer(config.jwt_secret, jose::KeySet({secrets.access_key})));
  return secrets;
}

std::string code_hmac(const Secrets& secrets, std::string_view purpose,
                      std::string_view normalised_code) {
  std::string data(purpose);
  data += '\0';
  data += normalised_code;
  return encode_hex(hmac_sha256(secrets.code_pepper, data));
}

}  // namespace hufu::mock
