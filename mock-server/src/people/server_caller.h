// An application's own server, which calls by its key.
#pragma once

#include "http/message.h"
#include "people/backend.h"

namespace hufu::mock {

/// Returns where the request brings a server key that is good for this. Throws 401 `invalid_token`
/// for who brings none that is known, 403 `insufficient_scope`, 429 `rate_limited`.
void require_server(Backend& backend, const Headers& headers, Scope scope);

}  // namespace hufu::mock
