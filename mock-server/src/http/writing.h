// Writes one answer to a connection, whole or spoiled as a fault says.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "base/clock.h"
#include "http/fault.h"
#include "http/message.h"
#include "http/wire.h"

namespace hufu::mock {

struct WritePlan {
  Response response;
  std::optional<Fault> fault;
  /// The Date of the answer.
  WallMs now_ms = 0;
  bool keep_alive = true;
  /// An answer to HEAD says how long its body would be and has none.
  bool head_only = false;
};

/// True if the whole answer went out and the connection may serve another request.
boost::asio::awaitable<bool> write_response(Wire& stream, WritePlan plan);

/// RST instead of FIN.
void reset_connection(Wire& stream);

}  // namespace hufu::mock
