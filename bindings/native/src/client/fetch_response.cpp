#include <algorithm>

#include <hufu/native/fetch.h>

namespace hufu::native {
namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + ('a' - 'A')) : letter;
}

}  // namespace

const std::string* FetchResponse::header(std::string_view name) const noexcept {
  for (const Header& header : headers) {
    const bool is_same =
        std::equal(header.name.begin(), header.name.end(), name.begin(), name.end(),
                   [](char left, char right) { return lower(left) == lower(right); });
    if (is_same) return &header.value;
  }
  return nullptr;
}

}  // namespace hufu::native
