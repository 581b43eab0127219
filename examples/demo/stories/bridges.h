// Three bridges between the web and the mini-program, as one story: a code on a screen, a link on
// the phone itself, a page inside the mini-program. At each, somebody else tries to gain by it.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "people.h"
#include "story.h"

namespace demo {

/// Who asks to be let in, as the mini-program shows it.
inline constexpr const char* kClientName = "Tally Tea";

/// With what waits for a change of state: it is answered during whichever step makes that.
std::map<std::string, int> while_waiting(std::map<std::string, int> requests);

/// As long as this number, and another one.
std::string wrong(std::string number);

class Bridges {
 public:
  explicit Bridges(Story& story) : story_(story) {}

  void tell();

 private:
  void sign_in_on_the_phone();
  void from_a_screen();
  void by_a_forwarded_picture();
  void on_one_phone();
  void by_a_forwarded_link();
  void from_inside();

  hufu::Launch launch(const nlohmann::json& opened);
  std::string described(const std::string& picture, const std::string& name);

  Story& story_;
  std::string person_;
  ClientPtr phone_;
  std::string user_;
};

}  // namespace demo
