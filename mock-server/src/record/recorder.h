// Writes every exchange of the server into a file: one line of JSON each, secrets masked.
#pragma once

#include <fstream>
#include <string>

#include "base/clock.h"
#include "http/message.h"
#include "record/mask.h"

namespace hufu::mock {

/// Used on the network thread only.
class Recorder {
 public:
  /// Appends to the file, which from then on can be read by its owner only. Throws `ConfigError`.
  Recorder(const std::string& path, const Clock& clock);

  /// Status 0 where the peer got no whole answer.
  void write(const Request& request, const Response& response, int status);

 private:
  const Clock& clock_;
  record::Mask mask_;
  std::ofstream file_;
};

}  // namespace hufu::mock
