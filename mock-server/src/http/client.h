// The server's way out: HTTP and HTTPS to upstreams, with deadlines, a size cap and no redirects.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/unavailable.h"
#include "http/message.h"

namespace hufu::mock {

struct OutgoingRequest {
  std::string method = "GET";
  /// Absolute, http or https. Never logged: WeChat wants its secret in the query.
  std::string url;
  Headers headers;
  std::string body;
};

/// The upstream gave no usable answer: refused, slow, too large, not HTTP.
struct UpstreamFailure : Unavailable {
  explicit UpstreamFailure(std::string why)
      : Unavailable{"A service that this one depends on does not answer. Try again soon.",
                    std::move(why)} {}
};

class HttpClient {
 public:
  /// `authorities` are PEM files of who else may certify an upstream, beside the system's. Throws
  /// `ConfigError` for one that is none.
  explicit HttpClient(boost::asio::io_context& network, std::vector<std::string> authorities = {});
  ~HttpClient();

  /// Connects within 3 s, ends within 10 s, reads at most 1 MiB. Plain connections are kept for the
  /// next request. Throws `UpstreamFailure`.
  boost::asio::awaitable<Response> send(OutgoingRequest request);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hufu::mock
