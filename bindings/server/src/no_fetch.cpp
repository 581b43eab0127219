// In place of libcurl, where the library was built without it.
#include <stdexcept>

#include <hufu/server/fetch.h>

namespace hufu::server {

Fetched fetch_keys(const std::string& /*url*/) {
  throw std::runtime_error("hufu::server was built without libcurl: give the guard a fetch");
}

}  // namespace hufu::server
