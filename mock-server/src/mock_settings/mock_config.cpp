// The settings of one server, from flags, a file and the environment names of the documents.
#include "settings/config.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <map>
#include <optional>

#include "mock_settings/announcement.h"
#include "settings/clerk_instance.h"
#include "settings/loopback.h"
#include "mock_settings/oddity_options.h"

namespace hufu::mock {
namespace {

using Days = std::chrono::duration<std::int64_t, std::ratio<24 * 3600>>;

constexpr std::size_t kShortestSecretBytes = 32;  // RFC 7518 section 3.2: as long as the hash

void take(std::string& setting, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    const char* value = std::getenv(name);
    if (value != nullptr && *value != '\0') {
      setting = value;
      return;
    }
  }
}

void read_environment(Config& config) {
  take(config.wechat_website_app_id, {"WECHAT_WEBSITE_APP_ID"});
  take(config.wechat_website_app_secret, {"WECHAT_WEBSITE_APP_SECRET"});
  take(config.clerk_secret_key, {"CLERK_SECRET_KEY"});
  take(config.clerk_publishable_key, {"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"});
  take(config.wechat_app_id, {"WECHAT_APP_ID", "WX_MINI_APP_ID"});
  take(config.wechat_app_secret, {"WECHAT_APP_SECRET", "WX_MINI_APP_SECRET"});
  take(config.jwt_secret, {"JWT_SECRET"});
  take(config.database_url, {"DATABASE_URL"});
  take(config.authing_app_id, {"AUTHING_APP_ID"});
  take(config.authing_connection, {"AUTHING_CONNECTION"});
  take(config.supabase_anon_key, {"NEXT_PUBLIC_SUPABASE_ANON_KEY"});
}

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

// The fakes let anybody be anybody, and the fake Clerk's private key is in everybody's hands.
bool opens_fakes(const Config& config) {
  const bool has_fakes = config.wechat_base_url.empty() || config.clerk_issuer.empty();
  return has_fakes && !is_loopback_address(config.host);
}

void check(const Config& config) {
  if (!config.jwt_secret.empty() && config.jwt_secret.size() < kShortestSecretBytes) {
    throw ConfigError{
        "JWT_SECRET is shorter than 32 bytes. Make one with: openssl rand -base64 48"};
  }
  if (config.tls_certificate.empty() != config.tls_key.empty())
    throw ConfigError{"--tls-certificate and --tls-key go together"};
  if (config.as_the_article && !is_loopback_address(config.host)) {
    throw ConfigError{
        "--as-the-article gives accounts away, as the article does: only with a loopback --host"};
  }
  if (config.control && !is_loopback_address(config.host)) {
    throw ConfigError{
        "--control gives everything away to whoever can reach it: only with a loopback --host"};
  }
  if (opens_fakes(config) && !config.knows_fakes_are_open) {
    throw ConfigError{
        "with --host " + config.host +
        " others could sign in as anybody: WeChat or Clerk is a fake here, whose keys are public. "
        "Name the real ones (--wechat-base-url, --clerk-issuer), or say --i-know if nobody else "
        "can reach this machine"};
  }
}

std::string without_trailing_slash(std::string url) {
  while (url.ends_with('/'))
    url.pop_back();
  return url;
}

std::string fakes_by_default() {
  Config config;
  point_upstreams_home(config);
  return describe_fakes(config);
}

void add_gotrue_options(CLI::App& app, Config& config) {
  const std::map<std::string, GotrueErrors> errors = {{"current", GotrueErrors::current},
                                                      {"oauth", GotrueErrors::oauth}};
  app.add_option("--public-url", config.public_url,
                 "where browsers reach this server; where it listens by default");
  app.add_option("--wechat-open-url", config.wechat_open_url,
                 "pages of open.weixin.qq.com; the fake's by default");
  app.add_option("--site-url", config.site_url,
                 "GoTrue: where browsers go when redirect_to is not allowed")
      ->capture_default_str();
  app.add_option("--redirect-url", config.redirect_urls,
                 "GoTrue: where else they may go; repeatable, the port of loopback is free");
  app.add_option("--web-origin", config.web_origins,
                 "origin whose pages may call, beside the site's; repeatable");
  app.add_option("--gotrue-errors", config.gotrue_errors,
                 "current or oauth: how refused token requests are told")
      ->transform(CLI::CheckedTransformer(errors));
}

}  // namespace

void point_upstreams_home(Config& config) {
  config.wechat_base_url = without_trailing_slash(config.wechat_base_url);
  config.clerk_issuer = without_trailing_slash(config.clerk_issuer);
  if (config.wechat_base_url.empty()) config.wechat_base_url = config.own_url + "/wechat";
  if (config.clerk_issuer.empty()) config.clerk_issuer = config.own_url + "/clerk";
  config.public_url = without_trailing_slash(config.public_url);
  if (config.public_url.empty()) config.public_url = config.own_url;
  config.wechat_open_url = without_trailing_slash(config.wechat_open_url);
  if (config.wechat_open_url.empty())
    config.wechat_open_url =
        config.wechat_is_fake() ? config.wechat_base_url : "https://open.weixin.qq.com";
  if (config.clerk_api_url.empty())
    config.clerk_api_url = config.clerk_is_fake() ? config.clerk_issuer : "https://api.clerk.com";
}

Config read_config(int argc, const char* const* argv) {
  Config config;
  read_environment(config);
  std::string reuse = "parent";
  std::string limits = "on";

  CLI::App app(
      "A mock identity backend: users, sessions and account binding, with fakes of WeChat and "
      "Clerk.",
      "hufu-mock-server");
  app.set_config("--config", "", "read flags from a file (INI or TOML)");
  app.add_option("--port", config.port, "port to listen on; 0 picks a free one")
      ->capture_default_str();
  app.add_option("--host", config.host, "address to listen on")->capture_default_str();
  app.add_option("--tls-certificate", config.tls_certificate,
                 "PEM file with the chain to serve https with");
  app.add_option("--tls-key", config.tls_key, "PEM file with its private key");
  app.add_option("--upstream-ca", config.upstream_ca,
                 "PEM file of authorities for upstreams, beside the system's");
  app.add_option("--database", config.database_url,
                 "sqlite://FILE, sqlite://:memory: or postgresql://… (also DATABASE_URL)")
      ->capture_default_str();
  app.add_flag("--control", config.control,
               "serve /_control/: clock, people, faults, counters, audit log");
  app.add_flag("--exit-with-stdin", config.exit_with_stdin,
               "end when standard input does: with the program that started this one");
  app.add_option("--record", config.record_file,
                 "append every exchange to this file as JSON lines, secrets masked");
  app.add_option("--refresh-reuse", reuse, "parent, interval:SECONDS or strict")
      ->capture_default_str();
  std::int64_t access_token_life_s = config.access_token_life.count();
  app.add_option("--access-token-life", access_token_life_s, "seconds, of all access tokens")
      ->check(CLI::Range(1, 24 * 3600))
      ->capture_default_str();
  app.add_option("--trusted-proxy", config.trusted_proxies,
                 "network of proxies (like 10.0.0.0/8) whose X-Forwarded-For is believed; "
                 "repeatable");
  app.add_flag("--i-know", config.knows_fakes_are_open,
               "let others than this machine reach the fakes, who let anybody be anybody");
  std::int64_t audit_days = std::chrono::duration_cast<Days>(config.audit_life).count();
  app.add_option("--audit-days", audit_days, "how long the audit log is kept")
      ->check(CLI::Range(1, 3650))
      ->capture_default_str();
  app.add_option("--limits", limits, "on or off: the limits on bind codes and attempts")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  app.add_option("--wechat-base-url", config.wechat_base_url,
                 "WeChat's API; the fake in this process by default");
  app.add_option("--clerk-issuer", config.clerk_issuer,
                 "issuer of Clerk's tokens; the fake in this process by default");
  app.add_option("--clerk-api-url", config.clerk_api_url, "Clerk's backend API");
  app.add_option("--authorized-party", config.authorized_parties,
                 "origin that Clerk's azp may name; repeatable");
  app.add_option("--clerk-audience", config.clerk_audiences,
                 "audience that Clerk's tokens may name, beside none; repeatable");
  app.add_flag("--as-the-article", config.as_the_article,
               "the unified surface answers as the article behind it: 30 days, no refresh token, "
               "binding in one step. Unsafe");
  std::vector<std::string> server_keys;
  add_server_key_option(app, server_keys);
  WebhookOptions webhook;
  add_webhook_options(app, webhook);
  add_gotrue_options(app, config);
  add_oddity_options(app, config.oddities);
  app.footer("Ids and secrets of the fakes, printed at every start, too, where they are in use:\n" +
             fakes_by_default());
  try {
    app.parse(argc, const_cast<char**>(argv));
  } catch (const CLI::ParseError& error) {
    const int status = app.exit(error);
    throw ConfigError{"", status};
  }
  config.refresh_reuse = parse_reuse(reuse);
  config.access_token_life = std::chrono::seconds(access_token_life_s);
  config.limits = limits == "on";
  config.audit_life = Days(audit_days);
  config.server_keys = read_server_keys(server_keys);
  config.webhook = read_webhook_target(webhook);
  choose_clerk_instance(config);
  check(config);
  return config;
}

}  // namespace hufu::mock
