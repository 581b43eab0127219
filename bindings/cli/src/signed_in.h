// What follows a sign-in, whichever way it went.
#pragma once

#include <hufu/session.h>

#include "context.h"

namespace hufu::cli {

/// To be called before anybody signs in: what is wrong with the store is told before a code is
/// spent on it. Throws `Failure`.
void prepare_sign_in(Context& context);

/// Says who is signed in, and remembers the server. Throws `Failure` if the session is not kept.
void tell_signed_in(Context& context, const SessionInfo& session);

}  // namespace hufu::cli
