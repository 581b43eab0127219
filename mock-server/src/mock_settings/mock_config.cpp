// The settings of the mock server, from flags, a file and the environment names of the documents.
#include "mock_settings/mock_config.h"

#include <CLI/CLI.hpp>
#include <map>

#include "mock_settings/announcement.h"
#include "mock_settings/oddity_options.h"
#include "settings/clerk_instance.h"
#include "settings/loopback.h"
#include "settings/options.h"

namespace hufu::mock {
namespace {

// RFC 7518 section 3.2: as long as the hash.
constexpr std::size_t kShortestJwtSecretBytes = 32;

void read_mock_environment(MockConfig& config) {
  read_environment(config);
  take(config.jwt_secret, {"JWT_SECRET"});
  take(config.wechat_website_app_id, {"WECHAT_WEBSITE_APP_ID"});
  take(config.wechat_website_app_secret, {"WECHAT_WEBSITE_APP_SECRET"});
  take(config.authing_app_id, {"AUTHING_APP_ID"});
  take(config.authing_connection, {"AUTHING_CONNECTION"});
  take(config.supabase_anon_key, {"NEXT_PUBLIC_SUPABASE_ANON_KEY"});
  take(config.supabase_service_role_key, {"SUPABASE_SERVICE_ROLE_KEY"});
}

// Beside the fake instance the people of the one that the publishable key names would be refused,
// and nobody would know why.
void choose_clerk_instance(MockConfig& config) {
  if (config.clerk_publishable_key.empty() || !config.clerk_issuer.empty()) return;
  const std::string host = clerk_host_in(config.clerk_publishable_key);
  if (host.empty()) {
    throw ConfigError{
        "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is no publishable key of Clerk: copy it whole from the "
        "dashboard (API keys), or unset it for the fake Clerk"};
  }
  if (config.clerk_secret_key == MockConfig().clerk_secret_key) {
    throw ConfigError{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY names the Clerk instance " + host +
                      ": set its CLERK_SECRET_KEY, too, or unset both for the fake Clerk"};
  }
  config.clerk_issuer = "https://" + host;
}

// The fakes let anybody be anybody, and the fake Clerk's private key is in everybody's hands.
bool opens_fakes(const MockConfig& config) {
  const bool has_fakes = config.wechat_base_url.empty() || config.clerk_issuer.empty();
  return has_fakes && !is_loopback_address(config.host);
}

void check(const MockConfig& config) {
  if (!config.jwt_secret.empty() && config.jwt_secret.size() < kShortestJwtSecretBytes) {
    throw ConfigError{
        "JWT_SECRET is shorter than 32 bytes. Make one with: openssl rand -base64 48"};
  }
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

std::string fakes_by_default() {
  MockConfig config;
  point_upstreams_home(config);
  return describe_fakes(config);
}

void add_gotrue_options(CLI::App& app, MockConfig& config) {
  const std::map<std::string, GotrueErrors> errors = {{"current", GotrueErrors::current},
                                                      {"oauth", GotrueErrors::oauth}};
  app.add_option("--wechat-open-url", config.wechat_open_url,
                 "pages of open.weixin.qq.com; the fake's by default");
  app.add_option("--redirect-url", config.redirect_urls,
                 "GoTrue: where else they may go; repeatable, the port of loopback is free");
  app.add_option("--gotrue-errors", config.gotrue_errors,
                 "current or oauth: how refused token requests are told")
      ->transform(CLI::CheckedTransformer(errors));
}

void add_mock_options(CLI::App& app, MockConfig& config) {
  app.add_flag("--control", config.control,
               "serve /_control/: clock, people, faults, counters, audit log");
  app.add_flag("--exit-with-stdin", config.exit_with_stdin,
               "end when standard input does: with the program that started this one");
  app.add_option("--record", config.record_file,
                 "append every exchange to this file as JSON lines, secrets masked");
  app.add_flag("--i-know", config.knows_fakes_are_open,
               "let others than this machine reach the fakes, who let anybody be anybody");
  app.add_flag("--as-the-article", config.as_the_article,
               "the unified surface answers as the article behind it: 30 days, no refresh token, "
               "binding in one step. Unsafe");
}

void say_where_fakes_stand_in(CLI::App& app) {
  app.get_option("--wechat-base-url")
      ->description("WeChat's API; the fake in this process by default");
  app.get_option("--clerk-issuer")
      ->description("issuer of Clerk's tokens; the fake in this process by default");
  app.get_option("--site-url")
      ->description("GoTrue: where browsers go when redirect_to is not allowed");
}

}  // namespace

MockConfig::MockConfig() {
  wechat_app_id = "wx0000000000000001";
  wechat_app_secret = "fake-wechat-app-secret-for-tests";
  wechat_website_app_id = "wx0000000000000002";
  wechat_website_app_secret = "fake-wechat-website-secret-for-tests";
  clerk_secret_key = "sk_test_fake-clerk-secret-for-tests";
}

void point_upstreams_home(MockConfig& config) {
  if (config.wechat_base_url.empty()) config.wechat_base_url = config.own_url + "/wechat";
  if (config.clerk_issuer.empty()) config.clerk_issuer = config.own_url + "/clerk";
  const bool asks_fake_clerk = config.clerk_api_url.empty();
  complete(config);
  if (asks_fake_clerk && config.clerk_is_fake()) config.clerk_api_url = config.clerk_issuer;
  while (config.wechat_open_url.ends_with('/'))
    config.wechat_open_url.pop_back();
  if (config.wechat_open_url.empty())
    config.wechat_open_url =
        config.wechat_is_fake() ? config.wechat_base_url : "https://open.weixin.qq.com";
}

MockConfig read_config(int argc, const char* const* argv) {
  MockConfig config;
  read_mock_environment(config);
  CLI::App app(
      "A mock identity backend: users, sessions and account binding, with fakes of WeChat and "
      "Clerk.",
      "hufu-mock-server");
  BackendOptions backend(app, config);
  say_where_fakes_stand_in(app);
  add_mock_options(app, config);
  add_gotrue_options(app, config);
  add_oddity_options(app, config.oddities);
  app.footer("Ids and secrets of the fakes, printed at every start, too, where they are in use:\n" +
             fakes_by_default());
  parse_flags(app, argc, argv);
  backend.finish();
  choose_clerk_instance(config);
  check(config);
  return config;
}

}  // namespace hufu::mock
