// GoTrue as Supabase and MemFire Cloud run it (document 001).
#pragma once

#include "backends/dialect.h"

namespace hufu::backends {

extern const Dialect kGotrue;

}  // namespace hufu::backends
