// Webhooks as svix signs them, who delivers those of Clerk
// (docs.svix.com/receiving/verifying-payloads/how-manual).
#pragma once

#include <string>

#include "base/clock.h"
#include "http/message.h"

namespace hufu::mock {

/// Throws 401 `invalid_signature` unless the body was signed with the secret ("whsec_" and base64)
/// within five minutes of now. Returns the id of the message, under which it may come again.
std::string require_svix_signature(const Request& request, const std::string& secret,
                                   WallMs now_ms);

}  // namespace hufu::mock
