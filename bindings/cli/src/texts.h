// What the program says, in the language of whoever runs it: from core/texts.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include <hufu/language.h>

#include "texts_table.h"

namespace hufu::cli {

/// Which text. A name that the catalogue does not have does not compile.
class Key {
 public:
  consteval Key(const char* name) : row_(row_of(name)) {}
  const TextRow& row() const { return kTexts[row_]; }

 private:
  static consteval std::size_t row_of(std::string_view name) {
    for (std::size_t i = 0; i < kTexts.size(); ++i) {
      if (kTexts[i].name == name) return i;
    }
    throw "core/texts has no text of this name";
  }

  std::size_t row_;
};

/// What stands for `{name}` in a text.
using Fillings = std::initializer_list<std::pair<std::string_view, std::string_view>>;

/// Sets the language of this run, English until then. Before anything is said.
void speak(Language language);
Language spoken();

/// The text in the language of this run.
std::string say(Key key, Fillings fillings = {});

/// The description of a command or an option: `login`, `login --device`.
std::string help_for(std::string_view place);

/// As `--lang` says, or else the environment.
Language chosen_language(int argc, const char* const* argv);

}  // namespace hufu::cli
