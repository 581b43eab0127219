// Pages of the telephone that were shown, and may be pressed on once.
#pragma once

#include <map>
#include <string>

namespace hufu::mock::control {

/// Who looks at which device. Its name is in the page's form and nowhere else, so that no other
/// page can press the button.
struct Ticket {
  std::string user_code;
  std::string token;  // of the person's mini-program
  std::string nickname;
};
using Tickets = std::map<std::string, Ticket>;

}  // namespace hufu::mock::control
