// What pages say, in the language of their visitor: from core/texts.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "http/message.h"
#include "pages/language.h"
#include "pages/words_table.h"

namespace hufu::mock {

/// Which text. A name that the catalogue does not have does not compile.
class TextName {
 public:
  consteval TextName(const char* name) : row_(row_of(name)) {}
  const TextRow& row() const { return kWords[row_]; }

 private:
  static consteval std::size_t row_of(std::string_view name) {
    for (std::size_t i = 0; i < kWords.size(); ++i) {
      if (kWords[i].name == name) return i;
    }
    throw "core/texts has no text of this name for pages";
  }

  std::size_t row_;
};

/// The words for one visitor.
class Words {
 public:
  /// In whichever of our languages the browser asks for.
  explicit Words(const Request& request);
  explicit Words(Language language) : language_(language) {}

  /// With what stands for each `{name}`; as HTML, if those are.
  std::string operator()(
      TextName name,
      std::initializer_list<std::pair<std::string_view, std::string_view>> fillings = {}) const;
  Language language() const { return language_; }

 private:
  Language language_;
};

}  // namespace hufu::mock
