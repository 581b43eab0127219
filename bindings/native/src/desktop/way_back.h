// What a browser asked of the loopback port, and what it is told.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <hufu/operations.h>

namespace hufu::native {

/// What a request has to have to be the way back.
struct Expected {
  std::string host;  ///< `127.0.0.1:PORT`: another name is somebody's rebound DNS.
  std::string path;
  std::string state;
};

/// The code, or the provider's error; nothing for any other request. `head` ends before the blank
/// line.
std::optional<ExchangeCodeForSession> read_way_back(std::string_view head,
                                                    const Expected& expected);

/// The whole answer: a page for the person, or 404.
std::string answer_to(const std::optional<ExchangeCodeForSession>& found);

}  // namespace hufu::native
