// What the stories of all surfaces share.
#include "people/backend.h"

namespace hufu::mock {

Backend::Backend(ServerContext& server)
    : config(server.config),
      clock(server.clock),
      oddities(server.oddities),
      database(server.database),
      network(server.network),
      secrets(make_secrets(server.config)),
      wechat(server.config, server.http, server.clock),
      clerk(server.config, server.http, server.clock, server.network),
      waits(server.network),
      hearing(server.database, waits, server.network),
      mail(server.network) {
  database.tell_news_to([this](const std::string& id) { waits.wake(id); });
}

void Backend::forget_upstreams() {
  clerk.forget();
  wechat.forget();
}

}  // namespace hufu::mock
