// Pages of the telephone that were shown, and may be pressed on once.
#pragma once

#include <map>
#include <string>

namespace hufu::mock::control {

/// Who looks at what. Its name is in the page's form and nowhere else, so that no other page can
/// press the button.
struct Ticket {
  std::string token;  // of the person's mini-program
  std::string nickname;
  /// A device whose code was typed, or
  std::string user_code;
  /// what the mini-program was opened for: as POST /api/scans answered, in JSON.
  std::string scan;
};
using Tickets = std::map<std::string, Ticket>;

}  // namespace hufu::mock::control
