// The control surface as a whole: what its calls share.
#pragma once

#include <memory>

#include "context.h"
#include "control/fault_book.h"
#include "control/traffic.h"
#include "http/at_once.h"
#include "upstreams/upstreams.h"

namespace hufu::mock::control {

/// Call last, and only with `config.control`: it sets the router's hooks.
void register_routes(ServerContext& context);

struct Control {
  explicit Control(ServerContext& server)
      : router(server.router),
        context(server),
        upstreams(*server.upstreams),
        traffic(server.clock) {}

  /// Registers a call that only this machine may make, and no web page.
  void add(const char* method, const char* pattern, PlainHandler handler);
  void add_waiting(const char* method, const char* pattern, Handler handler);

  Router& router;
  ServerContext& context;
  Upstreams& upstreams;  // owned by `context`
  FaultBook faults;
  Traffic traffic;
};

/// With `Cache-Control: no-store`: answers hold codes and tokens, and the next one may differ.
Response not_stored(Response response);

using SharedControl = std::shared_ptr<Control>;

// The calls by subject, one file each.
void register_server_calls(const SharedControl& control);
void register_gotrue_calls(const SharedControl& control);
void register_fault_calls(const SharedControl& control);
void register_oddity_calls(const SharedControl& control);
void register_traffic_calls(const SharedControl& control);
void register_wechat_calls(const SharedControl& control);
void register_wechat_code_calls(const SharedControl& control);
void register_clerk_calls(const SharedControl& control);
void register_telephone_page(const SharedControl& control);

}  // namespace hufu::mock::control
