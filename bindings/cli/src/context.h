// What every command works with: the options that all have, the profile, the store, the client.
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include <hufu/native/client.h>

#include "session_store.h"
#include "settings.h"

namespace hufu::cli {

/// The options that every command takes. Empty ones are the profile's.
struct GlobalOptions {
  std::string profile = "default";
  std::string server;
  std::string backend;
  std::string platform;
  std::string app_key;
  std::string connection;
  std::string profile_path;
  std::string sign_out_path;
  std::vector<std::string> origins;
  bool allow_http = false;
  std::string ca_file;
  std::string store;
  bool json = false;
};

class Context {
 public:
  GlobalOptions options;
  /// Shows a page or a code; `login` sets it before the client is opened.
  std::function<Result<Nothing>(const PresentEffect&)> present;

  /// Somebody is signing in: the keyring may ask to be unlocked.
  bool signs_in = false;

  /// The profile's, with the options over them. Throws `Failure`.
  Settings& settings();
  SessionStore& store();
  native::Client& client();
  /// Ends the client; whatever it had to write is written. Says why a session was not kept, if so.
  std::optional<Error> close();
  /// For requests of the backend: an absolute URL as it is, a path below the server.
  std::string url_of(const std::string& target);
  /// Under which key the store has the session; that of the default profile is every program's.
  std::string storage_key();
  /// The words that do `words` for this profile: `hufu login --profile work`.
  std::string command(const std::string& words) const;
  /// Where `ClerkSource::kept` keeps its token.
  std::string clerk_key() { return storage_key() + ".clerk"; }

  /// With `--json` the object on one line, otherwise the lines.
  void tell(const nlohmann::json& object, const std::vector<std::string>& lines) const;
  /// The same of what has happened, before it goes on: whoever reads it may have to act on it.
  void tell_event(const char* event, nlohmann::json object,
                  const std::vector<std::string>& lines) const;

 private:
  Config config();
  Result<CredentialAnswer> credential(CredentialKind kind);

  std::optional<Settings> settings_;
  std::optional<SessionStore> store_;
  std::unique_ptr<native::Client> client_;
};

/// The session as it is kept; where Clerk has it, as the backend answers to a token of Clerk's.
Result<SessionInfo> session_of(Context& context);

}  // namespace hufu::cli
