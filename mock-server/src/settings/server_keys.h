// The keys by which an application's own servers are known.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace hufu::mock {

/// What a key is good for.
enum class Scope { introspect, resolve, people };

/// As it stands in settings and answers.
const char* name_of(Scope scope);

/// Known by its digest: what is not kept is not printed either.
struct ServerKey {
  std::string digest;
  std::vector<Scope> scopes;

  bool may(Scope scope) const;
};

/// Two at most, so that they can be changed without a gap; none: no server is known.
using ServerKeys = std::vector<ServerKey>;

/// `given` outlives the parsing.
void add_server_key_option(CLI::App& app, std::vector<std::string>& given);
/// Each as `KEY`, which is good for everything, or `SCOPE,SCOPE:KEY`. Throws `ConfigError`, without
/// the key.
ServerKeys read_server_keys(const std::vector<std::string>& given);

}  // namespace hufu::mock
