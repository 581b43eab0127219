// The fakes of the services the backend depends on, in one place for their routes and for the
// control surface.
#pragma once

#include <memory>

#include "base/clock.h"
#include "context.h"
#include "settings/config.h"
#include "upstreams/clerk/world.h"
#include "upstreams/wechat/world.h"

namespace hufu::mock {

/// Used on the network thread only. The worlds stay where they are when they are reset: handlers
/// point at them.
struct Upstreams {
  Upstreams(const Config& settings, const Clock& server_clock);

  /// Nobody exists any more but the apps and keys that the settings name.
  void reset();

  const Config& config;
  const Clock& clock;
  std::shared_ptr<wechat::World> wechat;
  std::shared_ptr<clerk::World> clerk;
};

/// What the control surface takes a hand in.
std::shared_ptr<Upstreams> register_upstreams(ServerContext& context);

}  // namespace hufu::mock
