// The second factor of a session: the code that an authenticator app shows.
#pragma once

#include <string>

#include <hufu/session.h>

#include "context.h"

namespace hufu::cli {

/// Whether the person has a second factor that this session has not seen yet.
bool lacks_second_factor(const SessionInfo& session);

/// Reads the code from standard input and verifies it. `factor_id` empty: the only factor that the
/// person has; throws `Failure` (usage) if there are several, and names them.
SessionInfo verify_second_factor(Context& context, const std::string& factor_id);

}  // namespace hufu::cli
