// One connection of a client: reads requests, asks the router, writes answers, and carries out
// scripted faults.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "base/clock.h"
#include "http/connection_book.h"
#include "http/router.h"
#include "http/trusted_proxies.h"

namespace hufu::mock {

/// What all connections of a server share; outlives them.
struct Service {
  const Router& router;
  const Clock& clock;
  const TrustedProxies& proxies;
  std::shared_ptr<ConnectionBook> book;
  /// Null: plain http.
  boost::asio::ssl::context* tls = nullptr;
};

/// Serves one connection until either side ends it, or until it has to make room.
boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket, std::string peer,
                                              Service service);

std::string address_of_peer(const boost::asio::ip::tcp::socket& socket);

}  // namespace hufu::mock
