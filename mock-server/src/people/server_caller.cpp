// An application's own server, which calls by its key.
#include "people/server_caller.h"

#include "crypto/digest.h"
#include "http/errors.h"
#include "people/authorization.h"
#include "people/limits.h"

namespace hufu::mock {
namespace {

HttpError unknown_server() {
  return HttpError(401, "invalid_token", "The server key is missing or not known here.");
}

std::string read_key(const Headers& headers) {
  try {
    return read_bearer(headers);
  } catch (const HttpError& error) {
    if (error.status == 401) throw unknown_server();
    throw;
  }
}

// All are looked at, whichever fits, and digests only: times tell nothing of a key.
const ServerKey* find_key(const ServerKeys& keys, const std::string& brought) {
  const std::string digest = sha256(brought);
  const ServerKey* found = nullptr;
  for (const ServerKey& key : keys) {
    if (equal_in_constant_time(key.digest, digest)) found = &key;
  }
  return found;
}

}  // namespace

void require_server(Backend& backend, const Headers& headers, Scope scope) {
  const ServerKey* key = find_key(backend.config.server_keys, read_key(headers));
  if (key == nullptr) throw unknown_server();
  if (!key->may(scope)) {
    throw HttpError(403, "insufficient_scope",
                    std::string("This server key is not good for ") + name_of(scope) + ".");
  }
  const WallMs wait_ms = backend.server_calls.count(key->digest, backend.clock.now_ms());
  if (backend.config.limits && wait_ms > 0) throw rate_limited(retry_after_seconds(wait_ms));
}

}  // namespace hufu::mock
