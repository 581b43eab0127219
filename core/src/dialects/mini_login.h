// The mini-login endpoint of document 003: who is new is registered by signing in.
#pragma once

#include "dialects/dialect.h"

namespace hufu::dialects {

extern const Dialect kMiniLogin;

}  // namespace hufu::dialects
