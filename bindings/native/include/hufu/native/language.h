// The language of whoever runs the program.
#pragma once

#include <hufu/language.h>

namespace hufu::native {

/// As gettext finds it: `LANGUAGE`, unless the locale is C's, before `LC_ALL`, `LC_MESSAGES` and
/// `LANG`. For `Error::message(Language)`.
Language language_of_environment();

}  // namespace hufu::native
