// What pages of other origins may do (B16): call where their origin is named, and read the answers.
#pragma once

#include <string>
#include <vector>

#include "http/message.h"
#include "settings/config.h"

namespace hufu::mock {

struct CrossOrigin {
  /// Whole and exact: "null", prefixes and other ports are other origins.
  std::vector<std::string> origins;
  std::string methods;
  std::string request_headers;
  std::string response_headers;
};

/// This server's own, the site's, and those of --web-origin.
std::vector<std::string> named_origins(const Config& config);

/// "https://host:port" of a URL, as a browser writes it; empty for what is none.
std::string origin_of(const std::string& url);

/// False for a page whose origin nobody named; true where no page asks.
bool may_call(const CrossOrigin& allowed, const Request& request);
/// Lets a page of a named origin read the answer; says nothing to others.
void let_read(const CrossOrigin& allowed, const Request& request, Response& response);
/// The answer to what a browser asks before a page sends its request.
Response answer_preflight(const CrossOrigin& allowed, const Request& request);

}  // namespace hufu::mock
