// How an issuer's keys are asked for.
#pragma once

#include <functional>
#include <string>

namespace hufu::server {

/// What an address has answered.
struct Fetched {
  int status = 0;
  std::string body;
};

/// Asks an address with GET, and throws where nobody answers. It is called in a thread of its own;
/// it must follow no redirect, and needs a timeout.
using Fetch = std::function<Fetched(const std::string& url)>;

/// By libcurl: directly, without proxy and redirects, within five seconds, at most 256 KiB. Throws
/// std::runtime_error.
Fetched fetch_keys(const std::string& url);

}  // namespace hufu::server
