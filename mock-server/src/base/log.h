// What the operator has to know and nobody outside.
#pragma once

#include <string>

namespace hufu::mock {

enum class LogForm {
  /// After the name of the mock server, for people.
  text,
  /// One object a line, with the time, for what collects logs.
  json,
};

/// Before the first line, and once.
void log_as(LogForm form);

/// One line on standard error: control characters become blanks, and it ends after 400 bytes.
/// Never a secret.
void log_line(std::string text);

}  // namespace hufu::mock
