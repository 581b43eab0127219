// A token of Clerk's, which owns the session; we only ask for it.
#pragma once

#include <string>

#include <hufu/native/store.h>
#include <hufu/result.h>
#include <hufu/secret.h>

#include "settings.h"

namespace hufu::cli {

/// From the source that the settings name; `kept` under `key` in the store. Errors: `signed_out` if
/// the source has none, `host_fault` if it cannot be asked.
Result<Secret> clerk_token(const Settings& settings, native::Store& store, const std::string& key);

}  // namespace hufu::cli
