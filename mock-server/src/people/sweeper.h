// When what has expired is taken away.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <map>
#include <string>

#include "context.h"

namespace hufu::mock {

/// A little every minute, for as long as the server lives; on as many servers as there are.
boost::asio::awaitable<void> sweep_for_ever(ServerContext& context);

/// All of it at once: for tests that moved the clock. How many rows of which table.
boost::asio::awaitable<std::map<std::string, int>> sweep_everything(ServerContext& context);

}  // namespace hufu::mock
