#include "text/plain.h"

#include <algorithm>

#include "text/ascii.h"
#include "text/utf8.h"

namespace hufu::text {
namespace {

constexpr std::string_view kEllipsis = "\xE2\x80\xA6";

// Codes, tokens and keys have at least so many characters, with digits among their letters; words
// and dates have not. Longer than any word is what GoTrue says a password should have some of.
constexpr std::size_t kShortestSecret = 16;
constexpr std::size_t kLongestWord = 64;

// Control characters, separators of lines and paragraphs, byte order mark, and what turns the
// direction of writing (Unicode TR 9: U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069).
bool is_control(std::string_view character) {
  const auto first = static_cast<unsigned char>(character.front());
  if (character.size() == 1) return first <= 0x20 || first == 0x7F;
  if (character.size() == 2)
    return (first == 0xC2 && character < "\xC2\xA0") || character == "\xD8\x9C";
  const auto within = [&](std::string_view from, std::string_view to) {
    return character >= from && character <= to;
  };
  return within("\xE2\x80\x8E", "\xE2\x80\x8F") || within("\xE2\x80\xA8", "\xE2\x80\xAE") ||
         within("\xE2\x81\xA6", "\xE2\x81\xA9") || character == "\xEF\xBB\xBF";
}

bool is_of_token(char c) {
  return is_alphanumeric(c) || std::string_view("-._~+/=").find(c) != std::string_view::npos;
}

bool looks_secret(std::string_view run) {
  const auto letters = std::count_if(run.begin(), run.end(),
                                     [](char c) { return is_alphanumeric(c) && !is_digit(c); });
  const auto digits = std::count_if(run.begin(), run.end(), is_digit);
  return run.size() > kLongestWord || (run.size() >= kShortestSecret && letters > 0 && digits > 0);
}

Text without_secrets(std::string_view text) {
  Text out;
  while (!text.empty()) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_of_token);
    const auto length = static_cast<std::size_t>(end - text.begin());
    const std::string_view run = text.substr(0, length);
    out += looks_secret(run) ? kEllipsis : run;
    text.remove_prefix(length);
    if (text.empty()) break;
    out.push_back(text.front());
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

Text plain(std::string_view text, std::size_t most) {
  Text line;
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const std::string_view character = length == 0 ? kReplacement : text.substr(0, length);
    const bool space = is_control(character);
    if (!space) line += character;
    if (space && !line.empty() && line.back() != ' ') line.push_back(' ');
    text.remove_prefix(length == 0 ? ill_formed_length(text) : length);
  }
  if (line.ends_with(' ')) line.pop_back();
  line = without_secrets(line);
  if (line.size() <= most) return line;
  std::size_t end = most - kEllipsis.size();
  while ((static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80U)
    --end;
  return line.substr(0, end).append(kEllipsis);
}

}  // namespace hufu::text
