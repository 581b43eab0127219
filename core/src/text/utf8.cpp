#include "text/utf8.h"

namespace hufu::text {

std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t at) {
    return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
  };
  const auto follows = [&](std::size_t at) { return (byte(at) & 0xC0U) == 0x80U; };
  const unsigned first = byte(0);
  const unsigned second = byte(1);
  if (first < 0x80) return 1;
  if (first < 0xC2 || !follows(1)) return 0;
  if (first < 0xE0) return 2;
  if (!follows(2)) return 0;
  if (first < 0xF0) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return overlong || surrogate ? 0 : 3;
  }
  const bool overlong = first == 0xF0 && second < 0x90;
  const bool beyond = first > 0xF4 || (first == 0xF4 && second > 0x8F);
  return overlong || beyond || !follows(3) ? 0 : 4;
}

std::size_t ill_formed_length(std::string_view text) {
  std::size_t longest = 1;
  for (std::size_t length = 2; length <= 3 && length <= text.size(); ++length) {
    const Text completed = Text(text.substr(0, length)).append("\x80\x80");
    if (utf8_length(completed) > length) longest = length;
  }
  return longest;
}

void append_utf8(Text& out, unsigned code) {
  const auto put = [&](unsigned byte) { out.push_back(static_cast<char>(byte)); };
  const auto put_following = [&](int shift) { put(0x80U | (code >> shift & 0x3FU)); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0U | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0U | code >> 12);
    } else {
      put(0xF0U | code >> 18);
      put_following(12);
    }
    put_following(6);
  }
  put_following(0);
}

}  // namespace hufu::text
