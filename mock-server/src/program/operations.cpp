// The door for who runs the server.
#include "program/operations.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "base/unavailable.h"
#include "http/at_once.h"
#include "people/backend.h"
#include "store/database.h"
#include "store/outbox.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;

Response say(int status, const char* word) { return json_response(status, {{"status", word}}); }

// The process answers: no more is said, so that nobody restarts it because a database is away.
Response say_alive(const Request&) { return say(200, "ok"); }

asio::awaitable<bool> is_database_in_order(Database& database) {
  try {
    co_await database.check();
  } catch (const Unavailable& failure) {
    log_line("not ready: " + failure.reason);
    co_return false;
  }
  co_return true;
}

// Worth sending people to.
asio::awaitable<Response> say_ready(ServerContext& context) {
  if (context.backend->is_ending) co_return say(503, "ending");
  const bool in_order = co_await is_database_in_order(context.database);
  if (!in_order) co_return say(503, "database");
  co_return say(200, "ok");
}

asio::awaitable<std::optional<int>> waiting_messages(Database& database) {
  try {
    co_return co_await database.look(count_letters);
  } catch (const Unavailable&) {
    co_return std::nullopt;
  }
}

asio::awaitable<Response> say_metrics(ServerContext& context, const Metrics& metrics) {
  const std::optional<int> waiting = co_await waiting_messages(context.database);
  co_return text_response(200, metrics.text(waiting), "text/plain; version=0.0.4; charset=utf-8");
}

std::string url_of(const std::string& host, std::uint16_t port) {
  const bool is_v6 = host.find(':') != std::string::npos;
  return "http://" + (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

}  // namespace

Operations::Operations(ServerContext& context, const ProgramSettings& settings)
    : listener_(context.network, settings.operations_host, settings.operations_port),
      url_(url_of(settings.operations_host, listener_.port())),
      nobody_({}) {
  router_.add("GET", "/healthz", at_once(say_alive));
  router_.add("GET", "/readyz", [&context](Request) { return say_ready(context); });
  router_.add("GET", "/metrics",
              [this, &context](Request) { return say_metrics(context, metrics_); });
  context.router.hooks.measure = [this](const Route* route, int status,
                                        std::chrono::nanoseconds took) {
    metrics_.count(route, status, took);
  };
  asio::co_spawn(context.network, listener_.serve(router_, context.clock, nobody_), asio::detached);
}

}  // namespace hufu::mock
