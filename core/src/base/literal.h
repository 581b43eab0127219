// A text of the program's own.
#pragma once

#include <string_view>

namespace hufu {

/// Of one word, for its end is its zero: a table of these is half as large as one of views.
class Literal {
 public:
  constexpr Literal() = default;
  constexpr Literal(const char* letters) : letters_(letters) {}

  constexpr operator std::string_view() const { return letters_; }
  constexpr bool empty() const { return *letters_ == '\0'; }
  constexpr bool has(std::string_view part) const {
    return std::string_view(letters_).find(part) != std::string_view::npos;
  }

  friend constexpr bool operator==(Literal a, std::string_view b) {
    return std::string_view(a) == b;
  }

 private:
  const char* letters_ = "";
};

}  // namespace hufu
