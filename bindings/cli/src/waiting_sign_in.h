// Sign-ins that wait for somebody at a phone.
#pragma once

#include <string>

#include <hufu/operations.h>

#include "context.h"

namespace hufu::cli {

/// By a code that somebody scans or types elsewhere. `Context::present` shows it; what is given up
/// is over at the server, too. Throws `Failure`.
SessionInfo sign_in_by_scan(Context& context, const SignInByScan& with);

/// By a link that opens the mini-program on this device. Whoever agrees there is shown a code,
/// which is read from standard input, and then whether to go on as them. The same otherwise.
SessionInfo sign_in_by_mini_program(Context& context, const std::string& client_name);

}  // namespace hufu::cli
