// What one server's parts are given: every route family sees this, and none sees the server.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "base/clock.h"
#include "http/router.h"
#include "settings/config.h"
#include "settings/oddities.h"

namespace hufu::mock {

class Database;
class HttpClient;
struct Backend;

/// Lives as long as the server; route families may keep references to it and its parts.
struct ServerContext {
  boost::asio::io_context& network;
  const Config& config;
  Clock& clock;
  LiveOddities& oddities;
  Router& router;
  HttpClient& http;
  Database& database;
  /// Each family adds what `POST /_control/reset` has to do for it. The database's own reset is
  /// among them.
  std::vector<std::function<boost::asio::awaitable<void>()>> on_reset;
  /// What all surfaces share: one person is one user, whichever of them they came through.
  std::shared_ptr<Backend> backend = nullptr;
};

}  // namespace hufu::mock
