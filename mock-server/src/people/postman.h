// Sends what is in the outbox, and again what did not arrive.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "base/clock.h"
#include "context.h"

namespace hufu::mock {

/// For as long as the server lives; on as many servers as there are. Returns at once where nobody
/// is to be told anything.
boost::asio::awaitable<void> deliver_for_ever(ServerContext& context);

/// How long to wait after so many tries that failed; nothing once three days of them have.
std::optional<WallMs> pause_after_ms(int tries);

}  // namespace hufu::mock
