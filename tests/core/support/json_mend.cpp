#include "json_mend.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/utf8.h"

namespace hufu::test {
namespace {

constexpr std::size_t kUnit = 6;  // `\uXXXX`
constexpr std::string_view kReplacementUnit = "\\ufffd";

bool is_between(unsigned unit, unsigned first, unsigned last) {
  return unit >= first && unit <= last;
}

// The UTF-16 unit that the text begins with as an escape; 0 if it begins with none.
unsigned escaped_unit(std::string_view text) {
  if (text.size() < kUnit || !text.starts_with("\\u")) return 0;
  unsigned unit = 0;
  for (const char digit : text.substr(2, 4)) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const std::size_t value = kHex.find(text::to_lower(digit));
    if (value == std::string_view::npos) return 0;
    unit = unit * 16 + static_cast<unsigned>(value);
  }
  return unit;
}

// Appends the escape at the start of `text`, mended; gives how long it is there.
std::size_t append_escape(std::string& out, std::string_view text) {
  const unsigned unit = escaped_unit(text);
  if (!is_between(unit, 0xD800, 0xDFFF)) {
    out += text.substr(0, 2);
    return std::min<std::size_t>(2, text.size());
  }
  const unsigned next = escaped_unit(text.substr(kUnit));
  const bool pair = is_between(unit, 0xD800, 0xDBFF) && is_between(next, 0xDC00, 0xDFFF);
  out += pair ? text.substr(0, 2 * kUnit) : kReplacementUnit;
  return pair ? 2 * kUnit : kUnit;
}

}  // namespace

std::string mend(std::string_view text) {
  std::string out;
  out.reserve(text.size() * text::kReplacement.size());  // growing would leave copies of tokens
  while (!text.empty()) {
    std::size_t length = text::utf8_length(text);
    if (length == 0) {
      out += text::kReplacement;
      length = text::ill_formed_length(text);
    } else if (text.front() == '\\') {
      length = append_escape(out, text);
    } else {
      out += text.substr(0, length);
    }
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace hufu::test
