// The unified backend of document 000: Clerk on the web, WeChat in the mini-program, one API.
#pragma once

#include "dialects/dialect.h"

namespace hufu::dialects {

extern const Dialect kUnified;

}  // namespace hufu::dialects
