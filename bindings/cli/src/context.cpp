#include "context.h"

#include <unistd.h>

#include <filesystem>
#include <utility>

#include <hufu/storage_key.h>

#include "clerk_token.h"
#include "failure.h"
#include "terminal.h"
#include "texts.h"

namespace hufu::cli {
namespace {

void replace_if_given(std::string& setting, const std::string& option) {
  if (!option.empty()) setting = option;
}

void check_readable(const std::string& file) {
  std::error_code error;
  if (!file.empty() && !std::filesystem::is_regular_file(file, error))
    throw unusable(say("no_such_file", {{"file", "--ca-file " + file}}));
}

}  // namespace

Settings& Context::settings() {
  if (settings_) return *settings_;
  check_profile_name(options.profile);
  Settings settings = load_settings(options.profile);
  replace_if_given(settings.server, options.server);
  replace_if_given(settings.app_key, options.app_key);
  replace_if_given(settings.connection, options.connection);
  replace_if_given(settings.profile_path, options.profile_path);
  replace_if_given(settings.sign_out_path, options.sign_out_path);
  replace_if_given(settings.store, options.store);
  if (!options.ca_file.empty()) {
    settings.ca_file = std::filesystem::absolute(options.ca_file).string();
  }
  check_readable(settings.ca_file);
  if (!options.backend.empty()) settings.backend = backend_named(options.backend);
  if (!options.platform.empty()) settings.platform = platform_named(options.platform);
  if (!options.origins.empty()) settings.origins = options.origins;
  settings.allow_http = settings.allow_http || options.allow_http;
  settings_ = std::move(settings);
  return *settings_;
}

SessionStore& Context::store() {
  if (store_) return *store_;
  const ClerkSource clerk = settings().clerk;
  const bool needs_none = clerk == ClerkSource::command || clerk == ClerkSource::file;
  store_ = open_session_store({.name = settings().store,
                               .asks = signs_in && is_terminal(STDIN_FILENO),
                               .may_forget = needs_none});
  return *store_;
}

std::string Context::storage_key() {
  Config config;
  config.base_url = settings().server;
  config.backend = settings().backend;
  const std::string key = storage_key_of(config);
  return options.profile == GlobalOptions().profile ? key : key + "." + options.profile;
}

std::string Context::command(const std::string& words) const {
  const std::string command = "hufu " + words;
  return options.profile == GlobalOptions().profile ? command
                                                    : command + " --profile " + options.profile;
}

Config Context::config() {
  const Settings& from = settings();
  Config config;
  config.base_url = from.server;
  config.backend = from.backend;
  config.platform = from.platform;
  config.app_key = from.app_key;
  config.connection = from.connection;
  config.profile_path = from.profile_path;
  config.sign_out_path = from.sign_out_path;
  config.origins = from.origins;
  config.allow_http = from.allow_http;
  config.storage_key = storage_key();
  if (from.clerk != ClerkSource::none) config.session = SessionSource::borrowed;
  return config;
}

Result<CredentialAnswer> Context::credential(CredentialKind kind) {
  if (kind == CredentialKind::sign_out) return CredentialAnswer{};
  if (kind != CredentialKind::web_token) {
    return Error{Errc::signed_out, "a new code of wx.login is needed: hufu login --code", 0, 0};
  }
  Result<Secret> token = clerk_token(settings(), *store().store, clerk_key());
  if (!token) return token.error();
  return CredentialAnswer{.value = std::move(*token)};
}

native::Client& Context::client() {
  if (client_) return *client_;
  native::Host host;
  host.store = store().store;
  host.ca_file = settings().ca_file;
  host.present = present;
  host.credential = [this](CredentialKind kind, bool) { return credential(kind); };
  client_ = must(native::Client::open(config(), std::move(host)));
  return *client_;
}

std::optional<Error> Context::close() {
  if (client_) client_->close();
  return store_ ? store_->store->trouble() : std::nullopt;
}

std::string Context::url_of(const std::string& target) {
  if (!target.starts_with('/')) return target;
  std::string base = settings().server;
  while (base.ends_with('/'))
    base.pop_back();
  return base + target;
}

void Context::tell(const nlohmann::json& object, const std::vector<std::string>& lines) const {
  if (options.json) {
    print(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    return;
  }
  for (const std::string& line : lines)
    print(harmless(line));
}

void Context::tell_event(const char* event, nlohmann::json object,
                         const std::vector<std::string>& lines) const {
  object["event"] = event;
  tell(object, lines);
  finish_output();
}

Result<SessionInfo> session_of(Context& context) {
  if (context.settings().clerk == ClerkSource::none) return context.client().session();
  const Result<Profile> profile = context.client().fetch_profile();
  if (!profile) return profile.error();
  Result<SessionInfo> session = context.client().session();
  if (session) session->user = User{profile->id, profile->nickname, profile->avatar_url};
  return session;
}

}  // namespace hufu::cli
