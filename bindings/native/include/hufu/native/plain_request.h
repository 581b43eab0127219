// A request that belongs to no session: asking whether a server is there, what time it has.
#pragma once

#include <string>
#include <vector>

#include <hufu/effects.h>
#include <hufu/native/fetch.h>
#include <hufu/result.h>
#include <hufu/time.h>

namespace hufu::native {

/// Nothing is added to it: no token, no redirect is followed.
struct PlainRequest {
  std::string url = {};
  std::string method = "GET";
  std::vector<Header> headers = {};
  std::string body = {};
  std::string ca_file = {};  ///< As `Host::ca_file`.
  Millis timeout_ms = 10'000;
};

/// Sends it on the calling thread and waits for the whole answer, of at most 1 MiB. Thread: any.
/// Errors: `network`, `tls`, `timeout`, `malformed_reply`; `unsupported` without libcurl;
/// `host_fault`.
Result<FetchResponse> send_plain(const PlainRequest& request) noexcept;

}  // namespace hufu::native
