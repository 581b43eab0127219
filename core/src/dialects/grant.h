// What a sign-in or a renewal brings.
#pragma once

#include <optional>

#include "dialects/dialect.h"
#include "hufu/secret.h"
#include "hufu/time.h"
#include "text/json.h"

namespace hufu::dialects {

/// A plain value; the vault makes a record of it.
struct Grant {
  Secret access_token;
  Secret refresh_token;      ///< Empty where there is none.
  Millis lifetime_ms = 0;    ///< Of the access token; 0 if that is not said.
  Millis expires_at_ms = 0;  ///< The same by the server's clock; 0 if that is not said.
  json::Value user;          ///< `{id, nickname, avatar_url}`; null if the answer names nobody.
  json::Value session_user;  ///< The same as the server said it, where it is stored so.
  bool is_new_user = false;
};

/// Nothing if the answer holds no token that may stand in a header.
std::optional<Grant> read_grant(const Dialect& dialect, const json::Value& body);

}  // namespace hufu::dialects
