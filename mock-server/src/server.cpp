// What both servers stand on.
#include "server.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "http/client.h"
#include "http/wire.h"
#include "people/backend.h"
#include "people/postman.h"
#include "people/sweeper.h"

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

}  // namespace

Place::Place(const Config& config)
    : listener(network, config.host, config.port), url(url_of(config, listener.port())) {}

// In the order of construction; the database goes first when the server ends, so that no job
// outlives what it answers.
struct Server::Parts {
  Parts(Place& where, const Config& settings, const Oddities& at_start, Schema schema)
      : place(where),
        config(settings),
        proxies(config.trusted_proxies),
        oddities(at_start),
        http(place.network, trusted_files(config)),
        database(config.database_url, clock, schema),
        context{place.network, config, clock, oddities, router, http, database, {}} {
    if (!config.tls_certificate.empty())
      place.listener.secure_with(make_server_tls(config.tls_certificate, config.tls_key));
    context.backend = std::make_shared<Backend>(context);
  }

  Place& place;
  const Config& config;
  const TrustedProxies proxies;
  Clock clock;
  LiveOddities oddities;
  Router router;
  HttpClient http;
  Database database;
  ServerContext context;
  boost::asio::steady_timer end{place.network};
};

Server::Server(Place& place, const Config& config, const Oddities& oddities, Schema schema)
    : parts_(std::make_unique<Parts>(place, config, oddities, schema)) {
  boost::asio::co_spawn(place.network,
                        place.listener.serve(parts_->router, parts_->clock, parts_->proxies),
                        boost::asio::detached);
  boost::asio::co_spawn(place.network, sweep_for_ever(parts_->context), boost::asio::detached);
  Hearing& hearing = parts_->context.backend->hearing;
  boost::asio::co_spawn(place.network, hearing.listen_for_ever(), boost::asio::detached);
  boost::asio::co_spawn(place.network, hearing.look_for_ever(), boost::asio::detached);
  boost::asio::co_spawn(place.network, deliver_for_ever(parts_->context), boost::asio::detached);
}

Server::~Server() = default;

ServerContext& Server::context() { return parts_->context; }
void Server::run() { parts_->place.network.run(); }
void Server::stop() { parts_->place.network.stop(); }

void Server::drain(std::chrono::seconds at_most) {
  boost::asio::post(parts_->place.network, [this, at_most] {
    parts_->end.expires_after(at_most);
    parts_->end.async_wait([this](const boost::system::error_code&) { stop(); });
    parts_->context.backend->is_ending = true;
    parts_->context.backend->waits.wake_all();
    parts_->place.listener.close_after_answers([this] { stop(); });
  });
}

}  // namespace hufu::mock
