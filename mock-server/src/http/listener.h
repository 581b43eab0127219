// Accepts connections on one address.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/clock.h"
#include "http/connection.h"
#include "http/router.h"
#include "http/trusted_proxies.h"

namespace hufu::mock {

class Listener {
 public:
  /// Binds at once; port 0 picks a free one. Throws `ConfigError`, with exit status 3 where the
  /// port cannot be had.
  Listener(boost::asio::io_context& network, const std::string& host, std::uint16_t port);
  /// From the next connection on.
  void secure_with(boost::asio::ssl::context tls) { tls_.emplace(std::move(tls)); }

  std::uint16_t port() const;
  /// Accepts nobody any more, lets each request end that has begun, and then calls `then`.
  void close_after_answers(std::function<void()> then);
  /// Accepts until the network stops or `close_after_answers`. Router, clock and proxies outlive
  /// it.
  boost::asio::awaitable<void> serve(const Router& router, const Clock& clock,
                                     const TrustedProxies& proxies);

 private:
  boost::asio::ip::tcp::acceptor acceptor_;
  std::optional<boost::asio::ssl::context> tls_;
  std::shared_ptr<ConnectionBook> book_ = std::make_shared<ConnectionBook>(most_connections());
};

}  // namespace hufu::mock
