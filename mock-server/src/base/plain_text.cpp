// Text that people may read beside other text.
#include "base/plain_text.h"

namespace hufu::mock {

bool is_plain_text(const std::string& text) {
  for (std::size_t index = 0; index < text.size(); ++index) {
    const auto byte = static_cast<unsigned char>(text[index]);
    if (byte < 0x20 || byte == 0x7f) return false;
    // U+202A..U+202E and U+2066..U+2069 turn the direction of what follows: a name must not rewrite
    // its surroundings.
    if (byte == 0xe2 && index + 2 < text.size()) {
      const auto second = static_cast<unsigned char>(text[index + 1]);
      const auto third = static_cast<unsigned char>(text[index + 2]);
      if (second == 0x80 && third >= 0xaa && third <= 0xae) return false;
      if (second == 0x81 && third >= 0xa6 && third <= 0xa9) return false;
    }
  }
  return true;
}

}  // namespace hufu::mock
