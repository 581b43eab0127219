// Authing, version 3 of its API (document 004).
#pragma once

#include "dialects/dialect.h"

namespace hufu::dialects {

extern const Dialect kAuthing;

}  // namespace hufu::dialects
