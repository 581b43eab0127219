// The composition root: one server with its routes, and what the route families share.
#pragma once

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "clock.h"
#include "config.h"
#include "http/router.h"
#include "oddities.h"

namespace hufu::mock {

class Database;
class HttpClient;
struct Backend;
struct Upstreams;

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
  /// The fakes' state, set by `register_upstream_routes` for the control surface.
  std::shared_ptr<Upstreams> upstreams = nullptr;
  /// What all surfaces share: one person is one user, whichever of them they came through.
  std::shared_ptr<Backend> backend = nullptr;
};

/// Each keeps its state alive inside the handlers it registers.
void register_unified_routes(Router& router, ServerContext& context);
/// In the place of the unified ones, with --as-the-article.
void register_article_routes(Router& router, ServerContext& context);
void register_wx_login_routes(Router& router, ServerContext& context);
void register_mini_login_routes(Router& router, ServerContext& context);
void register_authing_routes(Router& router, ServerContext& context);
void register_gotrue_routes(Router& router, ServerContext& context);
void register_upstream_routes(Router& router, ServerContext& context);
/// GET /openapi.json: all routes of all families, control included.
void register_document_route(Router& router);
/// Call last, and only with `config.control`: it sets the router's hooks.
void register_control_routes(Router& router, ServerContext& context);

/// A whole server: binds, serves, stops. Tests run it on a thread of their own.
class Server {
 public:
  /// Binds the port (0 picks a free one) and opens the database. Throws `ConfigError` or
  /// std::exception.
  explicit Server(Config config);
  ~Server();

  const Config& config() const;
  Router& router();
  Clock& clock();
  /// Serves until `stop`; blocks.
  void run();
  /// From any thread.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hufu::mock
