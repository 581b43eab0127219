// What the demo says, in English or Chinese: both stand side by side, where they are said.
#pragma once

#include <hufu/native/language.h>

#include <string>

namespace demo {

/// In the language of whoever runs the demo.
inline std::string say(const char* english, const char* chinese) {
  static const bool is_chinese = hufu::native::language_of_environment() == hufu::Language::zh_cn;
  return is_chinese ? chinese : english;
}

}  // namespace demo
