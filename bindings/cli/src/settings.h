// What a profile remembers about its server. No secret: those are in the session store.
#pragma once

#include <string>
#include <vector>

#include <hufu/config.h>

namespace hufu::cli {

/// Where the tokens of a borrowed session (Clerk) come from.
enum class ClerkSource : std::uint8_t {
  none,
  command,  ///< Its output, run for each token.
  file,     ///< Read for each token.
  kept,     ///< Given once at sign-in and kept in the session store.
};

/// One file of JSON per profile: `$XDG_CONFIG_HOME/hufu/profiles/NAME.json`.
struct Settings {
  std::string server = "http://127.0.0.1:8787";  ///< Where `hufu server` listens.
  BackendKind backend = BackendKind::unified;
  Platform platform = Platform::desktop;
  std::string app_key;
  std::string connection;
  std::string profile_path;
  std::string sign_out_path;
  std::vector<std::string> origins;
  bool allow_http = false;
  std::string ca_file;
  std::string store;  ///< By which name it was asked for; empty: the best there is.
  ClerkSource clerk = ClerkSource::none;
  std::string clerk_from;  ///< The command or the file.

  bool operator==(const Settings&) const = default;
};

/// Throws `Failure` (usage) for a name that is no plain file name.
void check_profile_name(const std::string& name);

/// Those of `profile`, or the usual ones if it has none. Throws `Failure` (usage) for a file that
/// cannot be read or is not right, and says where.
Settings load_settings(const std::string& profile);

/// Replaces the file as a whole. Throws `Failure` (not kept).
void save_settings(const std::string& profile, const Settings& settings);

/// The names of all profiles that have a file, in order.
std::vector<std::string> profile_names();

/// By the names of the documents (`unified`, `gotrue` …). Throws `Failure` (usage).
BackendKind backend_named(const std::string& name);
Platform platform_named(const std::string& name);
std::vector<std::string> backend_names();
std::vector<std::string> platform_names();

}  // namespace hufu::cli
