// A page in the language of its visitor.
#pragma once

#include <string>

#include "http/message.h"
#include "pages/words.h"

namespace hufu::mock {

/// `title` and `content` are HTML: what others wrote is escaped in them already.
struct Page {
  std::string title;
  std::string content;
  /// What it may do beside having its style: its Content-Security-Policy.
  std::string policy;
};

/// Says its language, and that others see another (RFC 9110, 12.5.5).
Response page_response(int status, const Words& say, const Page& page);

}  // namespace hufu::mock
