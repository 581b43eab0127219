// Certificates made while the test runs: an authority, and servers that it vouches for or not.
#pragma once

#include <memory>
#include <string>

#include "test_server.h"

typedef struct evp_pkey_st EVP_PKEY;
typedef struct x509_st X509;

namespace hufu::test {

/// What to put into a server's certificate.
struct Wanted {
  std::string host = "IP:127.0.0.1";  ///< In the manner of subjectAltName.
  long valid_from_s = -3600;          ///< From now.
  long valid_until_s = 3600;
};

class Authority {
 public:
  Authority();
  ~Authority();
  Authority(const Authority&) = delete;
  Authority& operator=(const Authority&) = delete;

  /// PEM, to be trusted.
  const std::string& certificate() const { return pem_; }
  ServerIdentity vouch_for(const Wanted& wanted = {}) const;
  /// A certificate that nobody vouches for.
  static ServerIdentity self_signed(const Wanted& wanted = {});

 private:
  EVP_PKEY* key_;
  X509* certificate_;
  std::string pem_;
};

}  // namespace hufu::test
