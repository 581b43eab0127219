// Puts one server together.
#include "server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "http/client.h"
#include "http/listener.h"
#include "store/database.h"

namespace hufu::mock {
namespace {

std::string url_of(const std::string& host, std::uint16_t port) {
  const bool is_v6 = host.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Config with_own_url(Config config, std::uint16_t port) {
  config.port = port;
  config.own_url = url_of(config.host, port);
  point_upstreams_home(config);
  return config;
}

}  // namespace

// In the order of construction; the database goes first when the server ends, so that no job
// outlives what it answers.
struct Server::Parts {
  explicit Parts(Config settings)
      : listener(network, settings.host, settings.port),
        config(with_own_url(std::move(settings), listener.port())),
        http(network),
        database(config.database_url, clock),
        context{network, config, clock, router, http, database, {}} {}

  boost::asio::io_context network{1};
  Listener listener;
  const Config config;
  Clock clock;
  Router router;
  HttpClient http;
  Database database;
  ServerContext context;
};

Server::Server(Config config) : parts_(std::make_unique<Parts>(std::move(config))) {
  ServerContext& context = parts_->context;
  context.on_reset.push_back([&context] { return context.database.clear(); });
  register_unified_routes(parts_->router, context);
  register_upstream_routes(parts_->router, context);
  register_document_route(parts_->router);
  if (parts_->config.control) register_control_routes(parts_->router, context);
  boost::asio::co_spawn(parts_->network, parts_->listener.serve(parts_->router, parts_->clock),
                        boost::asio::detached);
}

Server::~Server() = default;

const Config& Server::config() const { return parts_->config; }
Router& Server::router() { return parts_->router; }
Clock& Server::clock() { return parts_->clock; }
void Server::run() { parts_->network.run(); }
void Server::stop() { parts_->network.stop(); }

}  // namespace hufu::mock
