// The composition root of hufu-backend.
#include "program/backend_server.h"

#include <utility>

#include "base/log.h"
#include "program/operations.h"
#include "server.h"
#include "unified/unified.h"

namespace hufu::mock {
namespace {

// It is known to the world by its public URL alone.
ProgramSettings at(ProgramSettings settings, const Place& place) {
  settings.port = place.listener.port();
  settings.own_url = settings.public_url;
  complete(settings);
  settings.own_url = settings.public_url;
  return settings;
}

}  // namespace

struct BackendServer::Parts {
  explicit Parts(ProgramSettings given)
      : place(given),
        settings(at(std::move(given), place)),
        server(place, settings, Oddities(), Schema::as_it_is),
        operations(server.context(), settings) {}

  Place place;
  const ProgramSettings settings;
  Server server;
  Operations operations;
  bool was_asked_to_end = false;
};

BackendServer::BackendServer(ProgramSettings settings)
    : parts_(std::make_unique<Parts>(std::move(settings))) {
  unified::register_routes(parts_->server.context());
  if (parts_->settings.is_trial)
    log_line("--trial: fakes may say who people are. Nobody's data may be in here.");
}

BackendServer::~BackendServer() = default;

const std::string& BackendServer::url() const { return parts_->place.url; }
const std::string& BackendServer::operations_url() const { return parts_->operations.url(); }
void BackendServer::run() { parts_->server.run(); }

void BackendServer::end() {
  if (std::exchange(parts_->was_asked_to_end, true)) return parts_->server.stop();
  log_line("ending: requests that have begun are finished, nobody else comes in");
  parts_->server.drain(parts_->settings.drain_time);
}

}  // namespace hufu::mock
