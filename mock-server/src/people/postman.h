// Sends what is in the outbox, and again what did not arrive.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>

#include "base/clock.h"
#include "context.h"
#include "store/outbox.h"

namespace hufu::mock {

/// For as long as the server lives; on as many servers as there are. Returns at once where nobody
/// is to be told anything.
boost::asio::awaitable<void> deliver_for_ever(ServerContext& context);

/// When to try again after this try failed; nothing once it was made three days ago. Tries do not
/// decide: they count also where a server died over it, or the database was away when it had come.
std::optional<WallMs> next_try_ms(const Letter& letter, WallMs now_ms);

}  // namespace hufu::mock
