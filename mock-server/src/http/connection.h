// One connection of a client: reads requests, asks the router, writes answers, and carries out
// scripted faults.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "clock.h"
#include "http/router.h"

namespace hufu::mock {

/// Serves one connection until either side ends it. TLS settings (null: none), router and clock
/// outlive it.
boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                              boost::asio::ssl::context* tls, const Router& router,
                                              const Clock& clock);

}  // namespace hufu::mock
