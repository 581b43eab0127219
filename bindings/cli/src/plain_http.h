// Requests that carry no session: for the doctor and for the fakes of the mock server.
#pragma once

#include <optional>
#include <string>

namespace hufu::cli {

struct PlainReply {
  int status = 0;
  std::string body;
  std::string date;     ///< The header `Date`.
  std::string trouble;  ///< Why there is no answer; empty if there is one.
  bool is_tls_trouble = false;
};

/// Waits at most ten seconds, follows no redirect, uses no proxy for loopback.
PlainReply send_plain(const std::string& method, const std::string& url,
                      const std::optional<std::string>& json_body = {},
                      const std::string& ca_file = {});

}  // namespace hufu::cli
