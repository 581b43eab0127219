#include "transport/authorities.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace hufu::native {
namespace {

std::string variable(const char* name) {
  const char* const value = std::getenv(name);
  return value != nullptr ? value : "";
}

}  // namespace

Result<Authorities> authorities_of(const std::string& ca_file) {
  if (ca_file.empty()) {
    // In the order of curl's own program.
    const std::string bundle = variable("CURL_CA_BUNDLE");
    if (!bundle.empty()) return Authorities{bundle, {}};
    return Authorities{variable("SSL_CERT_FILE"), variable("SSL_CERT_DIR")};
  }
  if (::access(ca_file.c_str(), R_OK) != 0) {
    return Error{Errc::invalid_argument,
                 "ca_file " + ca_file + ": " + std::generic_category().message(errno), 0, 0};
  }
  return Authorities{ca_file, {}};
}

}  // namespace hufu::native
