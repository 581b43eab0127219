#include "pages/words.h"

#include <algorithm>

namespace hufu::mock {
namespace {

constexpr bool is_html_as_it_stands(std::string_view text) {
  return text.find_first_of("<>&\"") == std::string_view::npos;
}

static_assert(std::ranges::all_of(kWords, [](const TextRow& row) {
  return std::ranges::all_of(row.texts, is_html_as_it_stands);
}));

}  // namespace

Words::Words(const Request& request)
    : language_(language_of(request.headers.find("Accept-Language").value_or(""))) {}

std::string Words::operator()(
    TextName name,
    std::initializer_list<std::pair<std::string_view, std::string_view>> fillings) const {
  std::string said;
  std::string_view rest = name.row().texts[static_cast<std::size_t>(language_)];
  while (true) {
    const std::size_t open = rest.find('{');
    said += rest.substr(0, open);
    if (open == std::string_view::npos) return said;
    const std::size_t close = rest.find('}', open);
    for (const auto& [placeholder, value] : fillings) {
      if (placeholder == rest.substr(open + 1, close - open - 1)) said += value;
    }
    rest.remove_prefix(close + 1);
  }
}

}  // namespace hufu::mock
