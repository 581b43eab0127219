// A key that somebody gave to the program: in the environment, or as a credential of systemd.
#pragma once

#include <optional>
#include <string>

#include <hufu/result.h>
#include <hufu/secret.h>

namespace hufu::native {

struct SuppliedKey {
  Secret key;
  std::string source;  ///< As a person knows it.
};

/// `HUFU_STORE_KEY`, else `$CREDENTIALS_DIRECTORY/hufu-store-key`; nothing if neither is there.
/// Errors: `invalid_argument` (no key in it), `store_unavailable` (it cannot be read).
Result<std::optional<SuppliedKey>> supplied_key();

}  // namespace hufu::native
