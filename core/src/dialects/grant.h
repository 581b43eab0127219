// What a sign-in or a renewal brings.
#pragma once

#include "base/ref.h"
#include "base/text.h"
#include "base/value.h"
#include "dialects/dialect.h"
#include "hufu/time.h"

namespace hufu::dialects {

/// The vault makes a record of it.
struct GrantParts {
  Text access_token;
  Text refresh_token;        ///< Empty where there is none.
  Millis lifetime_ms = 0;    ///< Of the access token; 0 if that is not said.
  Millis expires_at_ms = 0;  ///< The same by the server's clock; 0 if that is not said.
  Value user;                ///< `{id, nickname, avatar_url}`; null if the answer names nobody.
  Value session_user;        ///< The same as the server said it, where it is stored so.
  bool is_new_user = false;
};
using Grant = Ref<GrantParts>;

/// Null if the answer holds no token that may stand in a header.
Grant read_grant(const Dialect& dialect, const Value& body);

}  // namespace hufu::dialects
