// JSON Web Tokens, as far as a client looks into them: unverified, for times only.
#pragma once

#include <string_view>

#include "base/value.h"

namespace hufu::text {

/// The claims of a signed token in compact form; null if it does not have that form. Nobody has
/// checked the signature: the server that takes the token does.
Value read_claims(std::string_view token);

/// Whether this is nothing but three parts in base64url with claims in the middle.
bool is_compact_jwt(std::string_view token);

}  // namespace hufu::text
