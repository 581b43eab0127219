// The settings of hufu-backend.
#include "program/settings.h"

#include <CLI/CLI.hpp>

#include "program/safe_start.h"
#include "settings/clerk_instance.h"
#include "settings/options.h"

namespace hufu::mock {
namespace {

ProgramSettings begin_with() {
  ProgramSettings settings;
  settings.database_url.clear();
  settings.site_url.clear();
  settings.wechat_base_url = "https://api.weixin.qq.com";
  read_environment(settings);
  take(settings.secret, {"HUFU_SECRET"});
  take(settings.other_secret, {"HUFU_OTHER_SECRET"});
  return settings;
}

// What follows from others, so that nobody has to say it twice.
void fill_in(ProgramSettings& settings) {
  if (settings.clerk_issuer.empty() && !settings.clerk_publishable_key.empty()) {
    const std::string host = clerk_host_in(settings.clerk_publishable_key);
    if (!host.empty()) settings.clerk_issuer = "https://" + host;
  }
  if (settings.authorized_parties.empty()) settings.authorized_parties = {settings.site_url};
}

}  // namespace

ProgramSettings read_program_settings(int argc, const char* const* argv) {
  ProgramSettings settings = begin_with();
  CLI::App app(
      "The unified backend: users, sessions and the binding of a person's two halves, for real.",
      "hufu-backend");
  BackendOptions backend(app, settings);
  std::int64_t drain_s = settings.drain_time.count();
  app.get_option("--authorized-party")
      ->description("origin that Clerk's azp may name, beside none; --site-url by default");
  app.get_option("--public-url")->description("where the world reaches this server; https");
  app.get_option("--database")->description("sqlite://FILE or postgresql://… (also DATABASE_URL)");
  app.add_flag("--migrate", settings.migrates_only, "bring the tables up to date, and end");
  app.add_option("--operations-host", settings.operations_host,
                 "address that answers /healthz, /readyz and /metrics")
      ->capture_default_str();
  app.add_option("--operations-port", settings.operations_port, "its port; 0 picks a free one")
      ->capture_default_str();
  app.add_option("--drain-seconds", drain_s,
                 "how long requests that have begun may take once SIGTERM has come")
      ->check(CLI::Range(0, 600))
      ->capture_default_str();
  app.add_flag("--trial", settings.is_trial,
               "WeChat and Clerk may be fakes on this machine; only with a loopback --host");
  app.footer(
      "From the environment: HUFU_SECRET, HUFU_OTHER_SECRET, DATABASE_URL, WECHAT_APP_ID,\n"
      "WECHAT_APP_SECRET, NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY, CLERK_SECRET_KEY,\n"
      "CLERK_WEBHOOK_SECRET, HUFU_SERVER_KEYS, HUFU_WEBHOOK_SECRET; each also as NAME_FILE, the\n"
      "name of a file. See docs/how-to/deployment.md.");
  parse_flags(app, argc, argv);
  backend.finish();
  settings.drain_time = std::chrono::seconds(drain_s);
  if (settings.migrates_only) {
    require_database(settings);
    return settings;
  }
  fill_in(settings);
  require_safe_start(settings);
  return settings;
}

}  // namespace hufu::mock
