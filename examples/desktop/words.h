// What the window says, in English or Chinese: both stand side by side, where they are said.
#pragma once

#include <glibmm/ustring.h>
#include <hufu/native/language.h>
#include <hufu/result.h>

namespace desktop {

/// That of whoever runs the program.
inline hufu::Language language() {
  static const hufu::Language language = hufu::native::language_of_environment();
  return language;
}

inline Glib::ustring words(const char* english, const char* chinese) {
  return language() == hufu::Language::zh_cn ? chinese : english;
}

/// What to tell of an error.
inline Glib::ustring words(const hufu::Error& error) { return error.message(language()); }

}  // namespace desktop
