// The composition root of the mock server: all surfaces, the fakes, control.
#pragma once

#include <memory>

#include "base/clock.h"
#include "http/router.h"
#include "mock_settings/mock_config.h"

namespace hufu::mock {

/// A whole server: binds, serves, stops. Tests run it on a thread of their own.
class MockServer {
 public:
  /// Binds the port (0 picks a free one) and opens the database. Throws `ConfigError` or
  /// std::exception.
  explicit MockServer(MockConfig config);
  ~MockServer();

  const MockConfig& config() const;
  Router& router();
  Clock& clock();
  /// Serves until `stop`; blocks.
  void run();
  /// From any thread.
  void stop();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hufu::mock
