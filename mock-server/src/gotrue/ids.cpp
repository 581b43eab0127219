// Ids in paths and bodies.
#include "gotrue/ids.h"

#include <cctype>

namespace hufu::mock::gotrue {

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool hyphen = at == 8 || at == 13 || at == 18 || at == 23;
    if (hyphen ? text[at] != '-' : std::isxdigit(static_cast<unsigned char>(text[at])) == 0)
      return false;
  }
  return true;
}

}  // namespace hufu::mock::gotrue
