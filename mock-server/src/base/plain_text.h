// Text that people may read beside other text.
#pragma once

#include <string>

namespace hufu::mock {

/// True for text without control characters (line breaks and the bidirectional overrides among
/// them).
bool is_plain_text(const std::string& text);

}  // namespace hufu::mock
