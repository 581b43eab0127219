// Text that people may read beside other text.
#include "base/plain_text.h"

namespace hufu::mock {

bool is_plain_text(const std::string& text) {
  const auto byte_at = [&text](std::size_t index) {
    return index < text.size() ? static_cast<unsigned char>(text[index]) : 0;
  };
  for (std::size_t index = 0; index < text.size(); ++index) {
    const auto first = byte_at(index), second = byte_at(index + 1), third = byte_at(index + 2);
    if (first < 0x20 || first == 0x7f) return false;
    // U+0080..U+009F: to a terminal these are commands, too.
    if (first == 0xc2 && second <= 0x9f) return false;
    // U+2028 and U+2029 end lines; U+202A..U+202E and U+2066..U+2069 turn the direction of what
    // follows: a name must not rewrite its surroundings.
    if (first == 0xe2 && second == 0x80 && third >= 0xa8 && third <= 0xae) return false;
    if (first == 0xe2 && second == 0x81 && third >= 0xa6 && third <= 0xa9) return false;
  }
  return true;
}

}  // namespace hufu::mock
