// A message of the inbox in words: its subject, its text, and the page that a person sees.
#pragma once

#include <string>

#include "pages/words.h"
#include "store/inbox.h"

namespace hufu::mock::gotrue {

struct Letter {
  std::string subject;
  std::string text;
  /// What stands in the page.
  std::string content;
};

Letter letter_of(const Message& message, const Words& say);
/// The whole page, to look at or to send.
Response letter_page(const Letter& letter, const Words& say);

}  // namespace hufu::mock::gotrue
