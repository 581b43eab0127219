#include "text/json_text.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/utf8.h"

namespace hufu::json {
namespace {

constexpr std::size_t kHexDigits = 4;
constexpr unsigned kNone = 0x10000;  // beyond all units

bool is_first_surrogate(unsigned unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_second_surrogate(unsigned unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// The UTF-16 unit that the text begins with as `uXXXX`.
unsigned unit_of(std::string_view text) {
  if (text.size() <= kHexDigits || text.front() != 'u') return kNone;
  unsigned unit = 0;
  for (const char digit : text.substr(1, kHexDigits)) {
    constexpr std::string_view kHex = "0123456789abcdef";
    const std::size_t value = kHex.find(text::to_lower(digit));
    if (value == std::string_view::npos) return kNone;
    unit = unit * 16 + static_cast<unsigned>(value);
  }
  return unit;
}

// Takes `XXXX` after `\u`, and the second half of a pair; appends the character.
bool take_unit(std::string_view& rest, Rule rule, Text& out) {
  unsigned code = unit_of(rest);
  if (code == kNone) return false;
  rest.remove_prefix(1 + kHexDigits);
  const unsigned next = rest.starts_with('\\') ? unit_of(rest.substr(1)) : kNone;
  if (is_first_surrogate(code) && is_second_surrogate(next)) {
    rest.remove_prefix(2 + kHexDigits);
    code = 0x10000 + ((code - 0xD800) << 10) + (next - 0xDC00);
  } else if (is_first_surrogate(code) || is_second_surrogate(code)) {
    if (rule == Rule::strict) return false;
    out += text::kReplacement;
    return true;
  }
  text::append_utf8(out, code);
  return true;
}

// Takes what stands after a backslash.
bool take_escape(std::string_view& rest, Rule rule, Text& out) {
  constexpr std::string_view kShort = "\"\"\\\\//b\bf\fn\nr\rt\t";
  if (rest.empty()) return false;
  for (std::size_t i = 0; i < kShort.size(); i += 2) {
    if (kShort[i] != rest.front()) continue;
    out.push_back(kShort[i + 1]);
    rest.remove_prefix(1);
    return true;
  }
  return take_unit(rest, rule, out);
}

// Takes a character beyond ASCII.
bool take_character(std::string_view& rest, Rule rule, Text& out) {
  std::size_t length = text::utf8_length(rest);
  if (length > 0) {
    out += rest.substr(0, length);
  } else {
    if (rule == Rule::strict) return false;
    length = text::ill_formed_length(rest);
    out += text::kReplacement;
  }
  rest.remove_prefix(length);
  return true;
}

bool is_beyond_ascii(char letter) { return static_cast<unsigned char>(letter) >= 0x80; }
bool is_control(char letter) { return static_cast<unsigned char>(letter) < 0x20; }

// How much in front is ASCII that stands for itself.
std::size_t plain_length(std::string_view text) {
  const auto is_plain = [](char letter) {
    return letter != '"' && letter != '\\' && !is_control(letter) && !is_beyond_ascii(letter);
  };
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) -
                                  text.begin());
}

// How long the text is, with its escapes: up to the closing quote, or to the end.
std::size_t quoted_length(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size() && text[length] != '"')
    length += text[length] == '\\' ? 2 : 1;
  return std::min(length, text.size());
}

}  // namespace

bool read_text(std::string_view& rest, Rule rule, Text& out) {
  out.reserve(quoted_length(rest));
  for (;;) {
    const std::size_t plain = plain_length(rest);
    out += rest.substr(0, plain);
    rest.remove_prefix(plain);
    if (rest.empty()) return false;
    const char sign = rest.front();
    if (is_beyond_ascii(sign)) {
      if (!take_character(rest, rule, out)) return false;
      continue;
    }
    rest.remove_prefix(1);
    if (sign == '"') return true;
    if (sign != '\\' || !take_escape(rest, rule, out)) return false;
  }
}

}  // namespace hufu::json
