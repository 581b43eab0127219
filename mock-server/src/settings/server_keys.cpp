// The keys by which an application's own servers are known.
#include "settings/server_keys.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <sstream>

#include "crypto/digest.h"
#include "settings/config.h"

namespace hufu::mock {
namespace {

constexpr std::array kScopes = {Scope::introspect, Scope::resolve, Scope::people};
constexpr std::size_t kMostKeys = 2;
constexpr std::size_t kFewestSymbols = 32;
// RFC 6750 section 2.1: what may follow `Bearer`. Among it is no colon.
constexpr std::string_view kKeySymbols =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+/=";

Scope scope_of(const std::string& name) {
  const auto found =
      std::ranges::find_if(kScopes, [&](Scope scope) { return name == name_of(scope); });
  if (found == kScopes.end())
    throw ConfigError{"a server key is good for introspect, resolve or people, nothing else"};
  return *found;
}

std::vector<Scope> scopes_of(const std::string& list) {
  std::vector<Scope> scopes;
  std::istringstream names(list);
  for (std::string name; std::getline(names, name, ',');)
    scopes.push_back(scope_of(name));
  if (scopes.empty()) throw ConfigError{"a server key is good for nothing: name its scopes"};
  return scopes;
}

ServerKey key_of(const std::string& given) {
  const std::size_t colon = given.find(':');
  const bool names_scopes = colon != std::string::npos;
  const std::string key = names_scopes ? given.substr(colon + 1) : given;
  if (key.size() < kFewestSymbols || key.find_first_not_of(kKeySymbols) != std::string::npos) {
    throw ConfigError{
        "a server key has 32 symbols or more, those of base64. Make one with: openssl rand -base64 "
        "48"};
  }
  if (!names_scopes) return {sha256(key), {kScopes.begin(), kScopes.end()}};
  return {sha256(key), scopes_of(given.substr(0, colon))};
}

}  // namespace

const char* name_of(Scope scope) {
  switch (scope) {
    case Scope::introspect: return "introspect";
    case Scope::resolve: return "resolve";
    case Scope::people: break;
  }
  return "people";
}

bool ServerKey::may(Scope scope) const { return std::ranges::find(scopes, scope) != scopes.end(); }

void add_server_key_option(CLI::App& app, std::vector<std::string>& given) {
  app.add_option("--server-key", given,
                 "KEY or SCOPE,SCOPE:KEY of an application's own servers (introspect, resolve, "
                 "people); twice while it is changed. What stands on a command line others can "
                 "read: better the environment, with a blank between two, or --config")
      ->envname("HUFU_SERVER_KEYS")
      ->delimiter(' ');
}

ServerKeys read_server_keys(const std::vector<std::string>& given) {
  if (given.size() > kMostKeys)
    throw ConfigError{"there are two server keys at most: the one in use, and the next"};
  ServerKeys keys;
  for (const std::string& one : given)
    keys.push_back(key_of(one));
  return keys;
}

}  // namespace hufu::mock
