// What hufu-backend does not start with.
#include "program/safe_start.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "http/url.h"
#include "settings/loopback.h"

namespace hufu::mock {
namespace {

constexpr std::size_t kShortestSecretBytes = 32;
constexpr std::size_t kFewestSymbols = 10;

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Out of examples, documents and the mock server, whose secrets are public.
bool is_made_up(std::string text) {
  constexpr std::array<std::string_view, 9> words = {"for-tests", "changeme",    "change-me",
                                                     "change_me", "example",     "your-",
                                                     "your_",     "placeholder", "password"};
  std::ranges::transform(text, text.begin(), [](unsigned char symbol) {
    return static_cast<char>(symbol >= 'A' && symbol <= 'Z' ? symbol + 32 : symbol);
  });
  return std::ranges::any_of(
      words, [&](std::string_view word) { return text.find(word) != std::string::npos; });
}

void require_secret(const char* name, const std::string& secret) {
  const std::string advice =
      std::string(
          ". Make one with: openssl rand -base64 48, and keep it apart from the database "
          "(or name its file in ") +
      name + "_FILE)";
  if (secret.empty()) throw ConfigError{std::string(name) + " is not set" + advice};
  if (secret.size() < kShortestSecretBytes)
    throw ConfigError{std::string(name) + " is shorter than 32 bytes" + advice};
  const std::set<char> symbols(secret.begin(), secret.end());
  if (is_made_up(secret) || symbols.size() < kFewestSymbols)
    throw ConfigError{std::string(name) + " can be guessed" + advice};
}

void require_own_secrets(const ProgramSettings& settings) {
  require_secret("HUFU_SECRET", settings.secret);
  if (settings.other_secret.empty()) return;
  require_secret("HUFU_OTHER_SECRET", settings.other_secret);
  if (settings.other_secret == settings.secret) {
    throw ConfigError{
        "HUFU_OTHER_SECRET is the same as HUFU_SECRET: it is the former one, or the one to come; "
        "unset it when there is none"};
  }
}

// WeChat's own: "wx" and 16 hexadecimal digits, and a secret of 32. Those of the mock server have
// an AppID that nobody is given.
void require_wechat(const ProgramSettings& settings) {
  const std::string& id = settings.wechat_app_id;
  const std::string where = ": copy it from mp.weixin.qq.com (development, development settings)";
  if (id.empty()) throw ConfigError{"WECHAT_APP_ID is not set" + where};
  if (settings.wechat_app_secret.empty())
    throw ConfigError{"WECHAT_APP_SECRET is not set" + where +
                      ", or name its file in "
                      "WECHAT_APP_SECRET_FILE"};
  if (settings.is_trial) return;
  if (id.size() != 18 || !id.starts_with("wx") || !is_hex(id.substr(2)) ||
      id.starts_with("wx00000000000000"))
    throw ConfigError{"WECHAT_APP_ID is no AppID of a mini-program" + where};
  if (settings.wechat_app_secret.size() != 32 || !is_hex(settings.wechat_app_secret))
    throw ConfigError{"WECHAT_APP_SECRET is no AppSecret" + where};
}

void require_clerk(const ProgramSettings& settings) {
  const std::string where = ": copy it from Clerk's dashboard (API keys)";
  if (settings.clerk_issuer.empty() && settings.clerk_publishable_key.empty())
    throw ConfigError{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is not set" + where};
  if (settings.clerk_issuer.empty())
    throw ConfigError{"NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY is no publishable key of Clerk" + where};
  const std::string& key = settings.clerk_secret_key;
  if (key.empty()) {
    throw ConfigError{"CLERK_SECRET_KEY is not set" + where +
                      ", or name its file in CLERK_SECRET_KEY_FILE"};
  }
  const bool is_key = key.starts_with("sk_live_") || key.starts_with("sk_test_");
  if (!settings.is_trial && (!is_key || is_made_up(key)))
    throw ConfigError{"CLERK_SECRET_KEY is no secret key of Clerk" + where};
  const std::string& webhook = settings.clerk_webhook_secret;
  if (!webhook.empty() && (!webhook.starts_with("whsec_") || webhook.size() < 6 + 32)) {
    throw ConfigError{
        "CLERK_WEBHOOK_SECRET is no signing secret: copy it from Clerk's dashboard (webhooks), or "
        "unset it to take none"};
  }
}

// Over TLS, and of another machine: whoever answers there says who people are.
void require_real(const char* flag, const std::string& url) {
  const auto parts = parse_url(url + "/");
  if (!parts || parts->scheme != "https" || is_loopback_host(parts->host)) {
    throw ConfigError{std::string(flag) +
                      " has to be an https:// URL, and none of this machine (with --trial it may "
                      "be a fake here)"};
  }
}

void require_addresses(const ProgramSettings& settings) {
  if (settings.public_url.empty()) {
    throw ConfigError{
        "--public-url is not set: the https:// URL under which browsers and the mini-program reach "
        "this server"};
  }
  if (settings.site_url.empty()) {
    throw ConfigError{
        "--site-url is not set: the https:// URL of the application's own pages, the only ones "
        "that may call (others by --web-origin)"};
  }
  if (settings.is_trial) return;
  require_real("--public-url", settings.public_url);
  require_real("--site-url", settings.site_url);
  require_real("--wechat-base-url", settings.wechat_base_url);
  require_real("--clerk-issuer", settings.clerk_issuer);
  if (!settings.clerk_api_url.empty()) require_real("--clerk-api-url", settings.clerk_api_url);
}

void require_harmless_trial(const ProgramSettings& settings) {
  if (!settings.is_trial || is_loopback_address(settings.host)) return;
  throw ConfigError{
      "--trial lets fakes say who people are: only with a loopback --host, and with nobody's data"};
}

// Without them a bind code can be tried until it is found.
void require_limits(const ProgramSettings& settings) {
  if (settings.is_trial || settings.limits) return;
  throw ConfigError{"--limits off lets anybody try codes for ever: only with --trial"};
}

}  // namespace

void require_database(const ProgramSettings& settings) {
  if (settings.database_url.empty()) {
    throw ConfigError{
        "DATABASE_URL is not set: postgresql://USER:PASSWORD@HOST/NAME, or sqlite:///FILE for one "
        "server alone (or name a file with it in DATABASE_URL_FILE)"};
  }
  if (settings.database_url.find(":memory:") != std::string::npos)
    throw ConfigError{"DATABASE_URL names memory, which ends with the program: name a file"};
}

void require_safe_start(const ProgramSettings& settings) {
  require_harmless_trial(settings);
  require_limits(settings);
  require_own_secrets(settings);
  require_database(settings);
  require_wechat(settings);
  require_clerk(settings);
  require_addresses(settings);
}

}  // namespace hufu::mock
