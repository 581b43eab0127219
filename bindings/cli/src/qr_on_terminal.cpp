#include "qr_on_terminal.h"

#include <unistd.h>

#include "terminal.h"

namespace hufu::cli {

bool show_qr(const native::QrCode& code) {
  if (!is_terminal(STDERR_FILENO)) return false;
  const int columns = columns_of(STDERR_FILENO);
  if (columns > 0 && columns < code.columns()) return false;
  note(has_colours(STDERR_FILENO) ? code.coloured_text() : code.text());
  return true;
}

}  // namespace hufu::cli
