// The Clerk instance behind a publishable key.
#pragma once

#include "settings/config.h"

namespace hufu::mock {

/// Makes the instance that NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY names the issuer, unless one was named
/// outright: beside the fake one, its people would be refused and nobody would know why. Throws
/// `ConfigError` for a key that is none, or one without its secret key.
void choose_clerk_instance(Config& config);

}  // namespace hufu::mock
