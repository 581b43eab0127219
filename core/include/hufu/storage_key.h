// Under which key a session is kept, where the configuration names none.
#pragma once

#include <string>
#include <string_view>

#include "hufu/config.h"

namespace hufu {

/// The key of @supabase/supabase-js; `{project}` is the first word of the server's host.
inline constexpr std::string_view kGotrueStorageKey = "sb-{project}-auth-token";

/// `config.storage_key`. Where that is the usual one and the backend is GoTrue: the key of
/// @supabase/supabase-js for the project, so that two projects do not share one and either client
/// finds the session of the other.
std::string storage_key_of(const Config& config);

}  // namespace hufu
