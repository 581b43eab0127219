// The door for who runs the server: health, readiness and metrics, on a port of their own.
#pragma once

#include "context.h"
#include "http/listener.h"
#include "http/router.h"
#include "http/trusted_proxies.h"
#include "program/metrics.h"
#include "program/settings.h"

namespace hufu::mock {

class Operations {
 public:
  /// Binds its port. Throws `ConfigError`. The context outlives it.
  Operations(ServerContext& context, const ProgramSettings& settings);

  /// "http://127.0.0.1:PORT"
  const std::string& url() const { return url_; }

 private:
  Listener listener_;
  std::string url_;
  Metrics metrics_;
  Router router_;
  const TrustedProxies nobody_;
};

}  // namespace hufu::mock
