// The flags and the environment of the backend, which both programs have.
#include "settings/options.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace hufu::mock {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<24 * 3600>>;

RefreshReuse parse_reuse(const std::string& text) {
  RefreshReuse reuse;
  if (text == "parent") return reuse;
  if (text == "strict") {
    reuse.rule = RefreshReuse::Rule::strict;
    return reuse;
  }
  const std::string prefix = "interval:";
  const std::string digits = text.starts_with(prefix) ? text.substr(prefix.size()) : "";
  if (digits.empty() || digits.size() > 6 ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    throw ConfigError{"--refresh-reuse takes parent, interval:SECONDS or strict, not " + text};
  }
  reuse.rule = RefreshReuse::Rule::interval;
  reuse.interval = std::chrono::seconds(std::stol(digits));
  return reuse;
}

void add_listening_options(CLI::App& app, Config& config) {
  app.add_option("--port", config.port, "port to listen on; 0 picks a free one")
      ->capture_default_str();
  app.add_option("--host", config.host, "address to listen on")->capture_default_str();
  app.add_option("--tls-certificate", config.tls_certificate,
                 "PEM file with the chain to serve https with");
  app.add_option("--tls-key", config.tls_key, "PEM file with its private key");
  app.add_option("--trusted-proxy", config.trusted_proxies,
                 "network of proxies (like 10.0.0.0/8) whose X-Forwarded-For is believed; "
                 "repeatable");
  app.add_option("--public-url", config.public_url,
                 "where browsers reach this server; where it listens by default");
  app.add_option("--site-url", config.site_url, "the application's own pages")
      ->capture_default_str();
  app.add_option("--web-origin", config.web_origins,
                 "origin whose pages may call, beside the site's; repeatable");
  app.add_option("--web-view-page", config.web_view_page,
                 "path at these origins where pages that a mini-program opens arrive")
      ->capture_default_str();
}

void add_upstream_options(CLI::App& app, Config& config) {
  app.add_option("--upstream-ca", config.upstream_ca,
                 "PEM file of authorities for upstreams, beside the system's");
  app.add_option("--wechat-base-url", config.wechat_base_url, "WeChat's API");
  app.add_option("--clerk-issuer", config.clerk_issuer, "issuer of Clerk's tokens");
  app.add_option("--clerk-api-url", config.clerk_api_url, "Clerk's backend API");
  app.add_option("--authorized-party", config.authorized_parties,
                 "origin that Clerk's azp may name; repeatable");
  app.add_option("--clerk-audience", config.clerk_audiences,
                 "audience that Clerk's tokens may name, beside none; repeatable");
}

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

// Without the line end that editors leave behind.
std::string content_of(const std::string& name, const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), {}};
  content.erase(content.find_last_not_of("\r\n") + 1);
  if (content.empty())
    throw ConfigError{name + " names " + path + ", which cannot be read or is empty"};
  return content;
}

std::string value_of(const std::string& name) {
  const std::string value = variable(name);
  const std::string file = variable(name + "_FILE");
  if (file.empty()) return value;
  if (!value.empty()) throw ConfigError{name + " and " + name + "_FILE are both set: unset one"};
  return content_of(name + "_FILE", file);
}

// What stands in the environment itself CLI11 has read.
std::vector<std::string> words_in_file(const std::string& name) {
  std::istringstream words(value_of(name));
  return {std::istream_iterator<std::string>(words), {}};
}

}  // namespace

void take(std::string& setting, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const std::string value = value_of(name);
    if (value.find('\n') != std::string::npos)
      throw ConfigError{std::string(name) + " has more than one line"};
    if (!value.empty()) {
      setting = value;
      return;
    }
  }
}

void read_environment(Config& config) {
  take(config.clerk_secret_key, {"CLERK_SECRET_KEY"});
  take(config.clerk_publishable_key, {"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"});
  take(config.wechat_app_id, {"WECHAT_APP_ID", "WX_MINI_APP_ID"});
  take(config.wechat_app_secret, {"WECHAT_APP_SECRET", "WX_MINI_APP_SECRET"});
  take(config.clerk_webhook_secret, {"CLERK_WEBHOOK_SECRET"});
  take(config.database_url, {"DATABASE_URL"});
}

BackendOptions::BackendOptions(CLI::App& app, Config& config)
    : config_(config),
      access_token_life_s_(config.access_token_life.count()),
      audit_days_(std::chrono::duration_cast<Days>(config.audit_life).count()) {
  app.set_config("--config", "", "read flags from a file (INI or TOML)");
  add_listening_options(app, config);
  add_upstream_options(app, config);
  app.add_option("--database", config.database_url,
                 "sqlite://FILE, sqlite://:memory: or postgresql://… (also DATABASE_URL)")
      ->capture_default_str();
  app.add_option("--refresh-reuse", reuse_, "parent, interval:SECONDS or strict")
      ->capture_default_str();
  app.add_option("--access-token-life", access_token_life_s_, "seconds, of all access tokens")
      ->check(CLI::Range(1, 24 * 3600))
      ->capture_default_str();
  app.add_option("--audit-days", audit_days_, "how long the audit log is kept")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  app.add_option("--limits", limits_, "on or off: the limits on bind codes and attempts")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  add_server_key_option(app, server_keys_);
  add_webhook_options(app, webhook_);
  add_wechat_opening_options(app, config.wechat_opening, wechat_switches_);
}

void BackendOptions::finish() {
  config_.refresh_reuse = parse_reuse(reuse_);
  config_.access_token_life = std::chrono::seconds(access_token_life_s_);
  config_.limits = limits_ == "on";
  config_.audit_life = Days(audit_days_);
  if (server_keys_.empty()) server_keys_ = words_in_file("HUFU_SERVER_KEYS");
  config_.server_keys = read_server_keys(server_keys_);
  if (webhook_.secrets.empty()) webhook_.secrets = words_in_file("HUFU_WEBHOOK_SECRET");
  config_.webhook = read_webhook_target(webhook_);
  finish_wechat_opening(config_.wechat_opening, wechat_switches_);
  if (!config_.web_view_page.starts_with('/') || config_.web_view_page.starts_with("//"))
    throw ConfigError{"--web-view-page takes a path like /auth/arrive"};
  if (config_.tls_certificate.empty() != config_.tls_key.empty())
    throw ConfigError{"--tls-certificate and --tls-key go together"};
}

void parse_flags(CLI::App& app, int argc, const char* const* argv) {
  try {
    app.parse(argc, const_cast<char**>(argv));
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    throw ConfigError{"", status};
  }
}

}  // namespace hufu::mock
