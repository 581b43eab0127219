// Plain connections to upstreams that wait for their next request.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace hufu::mock {

/// Belongs to the network thread.
class IdleConnections {
 public:
  using Stream = boost::beast::tcp_stream;

  /// One that its peer has not closed; null if there is none.
  std::unique_ptr<Stream> take(const std::string& authority);
  void give_back(const std::string& authority, std::unique_ptr<Stream> stream);

 private:
  struct Idle {
    std::unique_ptr<Stream> stream;
    std::chrono::steady_clock::time_point since;
  };
  std::map<std::string, std::vector<Idle>> by_authority_;
};

}  // namespace hufu::mock
