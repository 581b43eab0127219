#include <hufu/native/language.h>

#include <cstdlib>
#include <string_view>

namespace hufu::native {
namespace {

std::string_view variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

std::string_view locale() {
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const std::string_view value = variable(name); !value.empty()) return value;
  }
  return "C";
}

}  // namespace

Language language_of_environment() {
  const std::string_view place = locale();
  if (place == "C" || place == "POSIX" || place.starts_with("C.")) return Language::en;
  const std::string_view wished = variable("LANGUAGE");
  return language_of(wished.empty() ? place : wished);
}

}  // namespace hufu::native
