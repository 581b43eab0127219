// Hears what processes at one database tell each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace hufu::mock {

/// A connection of its own, for nobody tells when.
class Ear {
 public:
  virtual ~Ear() = default;

  /// Readable when something was told. It stays the ear's.
  virtual int socket() const = 0;
  /// The ids that were told of since; nothing once the connection is broken.
  virtual std::optional<std::vector<std::string>> take() = 0;
};

}  // namespace hufu::mock
