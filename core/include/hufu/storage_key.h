// Under which key a session is kept, where the configuration names none.
#pragma once

#include <string>

#include "hufu/config.h"

namespace hufu {

/// `config.storage_key`. Where that is the usual one and the backend is GoTrue: the key of
/// @supabase/supabase-js for the project, so that two projects do not share one and either client
/// finds the session of the other: `sb-PROJECT-auth-token`, PROJECT being the first word of the
/// host.
std::string storage_key_of(const Config& config);

}  // namespace hufu
