// What both servers stand on: a port, a database, the way out and the routes.
#pragma once

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "base/clock.h"
#include "context.h"
#include "http/listener.h"
#include "http/router.h"
#include "settings/config.h"
#include "settings/oddities.h"
#include "store/database.h"

namespace hufu::mock {

/// The port of a server. Had first, for its URL is one of the settings.
struct Place {
  /// Binds the port (0 picks a free one). Throws `ConfigError`.
  explicit Place(const Config& config);

  boost::asio::io_context network{1};
  Listener listener;
  /// "http://127.0.0.1:PORT"
  const std::string url;
};

/// A whole server: its owner adds the routes, then it serves and stops.
class Server {
 public:
  /// Opens the database. Place and settings, whole by now, outlive it. Throws `ConfigError` or
  /// `DatabaseFailure`.
  Server(Place& place, const Config& config, const Oddities& oddities = {},
         Schema schema = Schema::brought_up_to_date);
  ~Server();

  ServerContext& context();
  /// Serves until `stop`; blocks.
  void run();
  /// From any thread.
  void stop();
  /// Stops once every request has its answer, and at the latest after `at_most`. Long polls are
  /// answered with what there is. From any thread.
  void drain(std::chrono::seconds at_most);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hufu::mock
