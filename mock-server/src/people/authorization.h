// The Authorization field, read strictly.
#pragma once

#include <string>

#include "http/message.h"

namespace hufu::mock {

/// The token of `Authorization: Bearer TOKEN`: exactly one field, the scheme without regard to
/// case, one token of RFC 6750 symbols, at most 8 KiB. Throws 400 `invalid_request` for several
/// fields, 401 `invalid_token` otherwise.
std::string read_bearer(const Headers& headers);
/// The same, or a signed token alone (three parts between dots): clients of some backends send no
/// scheme.
std::string read_bearer_or_bare(const Headers& headers);

}  // namespace hufu::mock
