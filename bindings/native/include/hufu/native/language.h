// The language of whoever runs the program.
#pragma once

#include <hufu/language.h>

namespace hufu::native {

/// As gettext finds it: `LANGUAGE`, unless the locale is C's, before `LC_ALL`, `LC_MESSAGES` and
/// `LANG`. The first client of a process suggests it (`suggest_language`), so that
/// `Error::message()` speaks it.
Language language_of_environment();

}  // namespace hufu::native
