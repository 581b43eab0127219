// The composition root of hufu-backend: the unified surface, and the door for who runs it.
#pragma once

#include <memory>
#include <string>

#include "program/settings.h"

namespace hufu::mock {

class BackendServer {
 public:
  /// Binds both ports and opens the database, whose tables have to be up to date. Throws
  /// `ConfigError` or `DatabaseFailure`.
  explicit BackendServer(ProgramSettings settings);
  ~BackendServer();

  /// Where it listens, which is not where the world reaches it.
  const std::string& url() const;
  const std::string& operations_url() const;
  /// Serves until it was asked to end and has; blocks.
  void run();
  /// From any thread: first for requests to be finished, then at once.
  void end();

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace hufu::mock
