// The composition root of the mock server.
#include "mock_server/mock_server.h"

#include "article/article.h"
#include "authing/authing.h"
#include "base/log.h"
#include "control/control.h"
#include "gotrue/gotrue.h"
#include "mini_login/mini_login.h"
#include "mock_server/document_route.h"
#include "people/backend.h"
#include "record/recorder.h"
#include "server.h"
#include "store/database.h"
#include "unified/unified.h"
#include "upstreams/upstreams.h"
#include "wx_login/wx_login.h"

namespace hufu::mock {
namespace {

MockConfig at_home(MockConfig config, const Place& place) {
  config.port = place.listener.port();
  config.own_url = place.url;
  point_upstreams_home(config);
  if (config.control) {
    config.telephone_path = control::kTelephonePath;
    config.telephone_scan_path = control::kTelephoneScanPath;
  }
  return config;
}

boost::asio::awaitable<void> forget_upstreams(std::shared_ptr<Backend> backend) {
  backend->forget_upstreams();
  co_return;
}

void register_unified(ServerContext& context, const MockConfig& config) {
  if (!config.as_the_article) return unified::register_routes(context);
  log_line(
      "--as-the-article: accounts are bound without asking the other side, and tokens of 30 days "
      "cannot be taken back. Nobody's data may be in here.");
  article::register_routes(context);
}

void record_everything(const std::string& file, const ServerContext& context) {
  auto recorder = std::make_shared<Recorder>(file, context.clock);
  context.router.hooks.record = [recorder](const Request& request, const Response& response,
                                           int status) {
    recorder->write(request, response, status);
  };
}

}  // namespace

struct MockServer::Parts {
  explicit Parts(MockConfig settings)
      : place(settings),
        config(at_home(std::move(settings), place)),
        server(place, config, config.oddities) {}

  Place place;
  const MockConfig config;
  Server server;
};

MockServer::MockServer(MockConfig settings) : parts_(std::make_unique<Parts>(std::move(settings))) {
  const MockConfig& config = parts_->config;
  ServerContext& context = parts_->server.context();
  context.on_reset.push_back([&context] { return context.database.clear(); });
  context.on_reset.push_back([backend = context.backend] { return forget_upstreams(backend); });
  register_unified(context, config);
  wx_login::register_routes(context);
  mini_login::register_routes(context);
  authing::register_routes(context, config);
  gotrue::register_routes(context, config);
  const std::shared_ptr<Upstreams> upstreams = register_upstreams(context);
  register_document_route(context.router);
  if (config.control) control::register_routes(context, upstreams);
  if (!config.record_file.empty()) record_everything(config.record_file, context);
}

MockServer::~MockServer() = default;

const MockConfig& MockServer::config() const { return parts_->config; }
Router& MockServer::router() { return parts_->server.context().router; }
Clock& MockServer::clock() { return parts_->server.context().clock; }
void MockServer::run() { parts_->server.run(); }
void MockServer::stop() { parts_->server.stop(); }

}  // namespace hufu::mock
