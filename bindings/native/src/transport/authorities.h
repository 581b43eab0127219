// Whom TLS trusts: the system's authorities, or others that the program or the environment names.
#pragma once

#include <string>

#include <hufu/result.h>

namespace hufu::native {

/// Empty: the system's.
struct Authorities {
  std::string file;       ///< PEM.
  std::string directory;  ///< Files named by `openssl rehash`.
};

/// `ca_file`; without it what curl and OpenSSL are told by CURL_CA_BUNDLE, SSL_CERT_FILE and
/// SSL_CERT_DIR. Error: `invalid_argument` for a `ca_file` that cannot be read.
Result<Authorities> authorities_of(const std::string& ca_file);

}  // namespace hufu::native
