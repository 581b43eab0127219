// Authing, version 3 of its API (document 004).
#pragma once

#include "backends/dialect.h"

namespace hufu::backends {

extern const Dialect kAuthing;

}  // namespace hufu::backends
