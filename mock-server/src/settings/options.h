// The flags and the environment of the backend, which both programs have.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "settings/config.h"

namespace CLI {
class App;
}

namespace hufu::mock {

/// Sets it to the first of these that the environment has and that is not empty; NAME_FILE names a
/// file that holds it. Throws `ConfigError` for both at once, or a file that cannot be read.
void take(std::string& setting, std::initializer_list<const char*> names);

/// The names of the documents, as in DATABASE_URL.
void read_environment(Config& config);

/// Flags whose values need a second look once all are read.
class BackendOptions {
 public:
  /// Adds the flags. `app` and `config` outlive this.
  BackendOptions(CLI::App& app, Config& config);
  /// Once they are parsed. Throws `ConfigError`.
  void finish();

 private:
  Config& config_;
  std::string reuse_ = "parent";
  std::string limits_ = "on";
  std::int64_t access_token_life_s_;
  std::int64_t audit_days_;
  std::vector<std::string> server_keys_;
  WebhookOptions webhook_;
  WechatSwitches wechat_switches_;
};

/// Parses them. Throws `ConfigError`, also after --help.
void parse_flags(CLI::App& app, int argc, const char* const* argv);

}  // namespace hufu::mock
