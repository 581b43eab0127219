// Puts one server together.
#include "server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "article/article.h"
#include "authing/authing.h"
#include "base/log.h"
#include "context.h"
#include "control/control.h"
#include "mock_server/document_route.h"
#include "gotrue/gotrue.h"
#include "http/client.h"
#include "http/listener.h"
#include "http/wire.h"
#include "mini_login/mini_login.h"
#include "people/backend.h"
#include "people/postman.h"
#include "people/sweeper.h"
#include "record/recorder.h"
#include "store/database.h"
#include "unified/unified.h"
#include "upstreams/upstreams.h"
#include "wx_login/wx_login.h"

namespace hufu::mock {
namespace {

std::string url_of(const Config& config, std::uint16_t port) {
  const std::string& host = config.host;
  const bool is_v6 = host.find(':') != std::string::npos;
  return (config.tls_certificate.empty() ? "http://" : "https://") +
         std::string(is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

// Its own certificate is among them: by default the upstreams are at home.
std::vector<std::string> trusted_files(const Config& config) {
  std::vector<std::string> files;
  for (const std::string* file : {&config.upstream_ca, &config.tls_certificate}) {
    if (!file->empty()) files.push_back(*file);
  }
  return files;
}

Config with_own_url(Config config, std::uint16_t port) {
  config.port = port;
  config.own_url = url_of(config, port);
  point_upstreams_home(config);
  return config;
}

boost::asio::awaitable<void> forget_upstreams(std::shared_ptr<Backend> backend) {
  backend->forget_upstreams();
  co_return;
}

void record_everything(Router& router, const ServerContext& context) {
  auto recorder = std::make_shared<Recorder>(context.config.record_file, context.clock);
  router.hooks.record = [recorder](const Request& request, const Response& response, int status) {
    recorder->write(request, response, status);
  };
}

}  // namespace

// In the order of construction; the database goes first when the server ends, so that no job
// outlives what it answers.
struct Server::Parts {
  explicit Parts(Config settings)
      : listener(network, settings.host, settings.port),
        config(with_own_url(std::move(settings), listener.port())),
        proxies(config.trusted_proxies),
        http(network, trusted_files(config)),
        database(config.database_url, clock),
        context{network, config, clock, oddities, router, http, database, {}} {
    if (!config.tls_certificate.empty())
      listener.secure_with(make_server_tls(config.tls_certificate, config.tls_key));
  }

  boost::asio::io_context network{1};
  Listener listener;
  const Config config;
  const TrustedProxies proxies;
  Clock clock;
  LiveOddities oddities{config.oddities};
  Router router;
  HttpClient http;
  Database database;
  ServerContext context;
};

Server::Server(Config config) : parts_(std::make_unique<Parts>(std::move(config))) {
  ServerContext& context = parts_->context;
  context.on_reset.push_back([&context] { return context.database.clear(); });
  const auto backend = std::make_shared<Backend>(context);
  context.backend = backend;
  context.on_reset.push_back([backend] { return forget_upstreams(backend); });
  if (parts_->config.as_the_article) {
    log_line(
        "--as-the-article: accounts are bound without asking the other side, and tokens of 30 days "
        "cannot be taken back. Nobody's data may be in here.");
    article::register_routes(context);
  } else {
    unified::register_routes(context);
  }
  wx_login::register_routes(context);
  mini_login::register_routes(context);
  authing::register_routes(context);
  gotrue::register_routes(context);
  register_upstreams(context);
  register_document_route(parts_->router);
  if (parts_->config.control) control::register_routes(context);
  if (!parts_->config.record_file.empty()) record_everything(parts_->router, context);
  boost::asio::co_spawn(parts_->network,
                        parts_->listener.serve(parts_->router, parts_->clock, parts_->proxies),
                        boost::asio::detached);
  boost::asio::co_spawn(parts_->network, sweep_for_ever(context), boost::asio::detached);
  boost::asio::co_spawn(parts_->network, deliver_for_ever(context), boost::asio::detached);
}

Server::~Server() = default;

const Config& Server::config() const { return parts_->config; }
Router& Server::router() { return parts_->router; }
Clock& Server::clock() { return parts_->clock; }
void Server::run() { parts_->network.run(); }
void Server::stop() { parts_->network.stop(); }

}  // namespace hufu::mock
