// One connection of a client: reads requests, asks the router, writes answers, and carries out
// scripted faults.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "clock.h"
#include "http/router.h"

namespace hufu::mock {

/// Serves one connection until either side ends it. Router and clock outlive it.
boost::asio::awaitable<void> serve_connection(boost::asio::ip::tcp::socket socket,
                                              const Router& router, const Clock& clock);

}  // namespace hufu::mock
