#include "texts.h"

#include <hufu/native/language.h>

#include <algorithm>

namespace hufu::cli {
namespace {

Language of_this_run = Language::en;

std::string_view in_language(const TextRow& row) {
  return row.texts[static_cast<std::size_t>(of_this_run)];
}

}  // namespace

void speak(Language language) { of_this_run = language; }

Language spoken() { return of_this_run; }

std::string say(Key key, Fillings fillings) {
  std::string said;
  std::string_view rest = in_language(key.row());
  while (!rest.empty()) {
    const std::size_t open = std::min(rest.find('{'), rest.size());
    said.append(rest.substr(0, open));
    rest.remove_prefix(open);
    const std::size_t close = rest.find('}');
    if (close == std::string_view::npos) break;
    const std::string_view name = rest.substr(1, close - 1);
    for (const auto& [placeholder, value] : fillings) {
      if (placeholder == name) said.append(value);
    }
    rest.remove_prefix(close + 1);
  }
  return said;
}

std::string help_for(std::string_view place) {
  const auto* const row =
      std::ranges::find_if(kHelp, [&](const TextRow& each) { return each.name == place; });
  return row == kHelp.end() ? std::string() : std::string(in_language(*row));
}

Language chosen_language(int argc, const char* const* argv) {
  constexpr std::string_view kOption = "--lang";
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") break;
    if (word == kOption && i + 1 < argc) return language_of(argv[i + 1]);
    if (word.starts_with("--lang=")) return language_of(word.substr(kOption.size() + 1));
  }
  return native::language_of_environment();
}

}  // namespace hufu::cli
