// The unified backend of document 000: Clerk on the web, WeChat in the mini-program, one API.
#pragma once

#include "backends/dialect.h"

namespace hufu::backends {

extern const Dialect kUnified;

}  // namespace hufu::backends
