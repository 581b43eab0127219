// What the operator has to know and nobody outside.
#pragma once

#include <string>

namespace hufu::mock {

/// One line on standard error: control characters become blanks, and it ends after 400 bytes.
/// Never a secret.
void log_line(std::string text);

}  // namespace hufu::mock
