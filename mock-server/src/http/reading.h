// Reads one request from a connection, under limits of size and time.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <functional>
#include <string>
#include <vector>

#include "http/message.h"
#include "http/router.h"
#include "http/wire.h"

namespace hufu::mock {

enum class ReadOutcome {
  complete,
  /// The peer ended the connection between two requests.
  closed,
  /// Not HTTP as we understand it: answer `refusal_status`, then close.
  refused,
};

struct ReadResult {
  ReadOutcome outcome = ReadOutcome::closed;
  int refusal_status = 400;
  Request request;
  const Route* route = nullptr;
  /// Methods of the path, where no route matched.
  std::vector<std::string> allowed;
  bool keep_alive = false;
};

/// The body limit is the route's, so the route is found before the body is read. `has_begun` is
/// called once the head is here.
boost::asio::awaitable<ReadResult> read_request(Wire& stream, boost::beast::flat_buffer& buffer,
                                                const Router& router,
                                                std::function<void()> has_begun);

}  // namespace hufu::mock
