// One plain HTTP call, for what is no part of the SDK: the control surface, a browser.
#pragma once

#include <string>
#include <vector>

namespace demo {

struct HttpReply {
  int status = 0;
  std::string location;  ///< Where a redirect leads, as a whole URL.
  std::string body;
};

/// Follows no redirect. With a body, sends it as JSON. `headers` are further ones, `Name: value`.
/// Throws std::runtime_error with a sentence when there is no answer.
HttpReply send_http(const std::string& method, const std::string& url,
                    const std::string* body = nullptr,
                    const std::vector<std::string>& headers = {});

}  // namespace demo
