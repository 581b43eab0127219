// The mini-login endpoint of document 003: who is new is registered by signing in.
#pragma once

#include "backends/dialect.h"

namespace hufu::backends {

extern const Dialect kMiniLogin;

}  // namespace hufu::backends
