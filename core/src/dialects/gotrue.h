// GoTrue as Supabase and MemFire Cloud run it (document 001).
#pragma once

#include "dialects/dialect.h"

namespace hufu::dialects {

extern const Dialect kGotrue;

}  // namespace hufu::dialects
