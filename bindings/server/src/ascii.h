// Letters of ASCII, in whatever locale.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace hufu::server {

constexpr char lower_case(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char letter) { return lower_case(letter); });
  return lower;
}

constexpr bool is_alike(std::string_view one, std::string_view other) noexcept {
  return std::ranges::equal(one, other,
                            [](char a, char b) { return lower_case(a) == lower_case(b); });
}

}  // namespace hufu::server
