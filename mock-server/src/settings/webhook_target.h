// Whom the backend tells by itself what has happened to people.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace hufu::mock {

struct WebhookTarget {
  /// Empty: nobody is told.
  std::string url;
  /// As bytes. While they are changed two, and by both it is signed.
  std::vector<std::string> keys;
};

/// As they are given.
struct WebhookOptions {
  std::string url;
  std::vector<std::string> secrets;
};

/// `given` outlives the parsing.
void add_webhook_options(CLI::App& app, WebhookOptions& given);
/// Throws `ConfigError`, without the secrets.
WebhookTarget read_webhook_target(const WebhookOptions& given);

}  // namespace hufu::mock
