// Whom the backend tells by itself what has happened to people.
#include "settings/webhook_target.h"

#include <CLI/CLI.hpp>

#include "crypto/encoding.h"
#include "settings/config.h"
#include "settings/loopback.h"

namespace hufu::mock {
namespace {

constexpr std::size_t kMostSecrets = 2;
// As Standard Webhooks has them.
constexpr std::string_view kSecretPrefix = "whsec_";
constexpr std::size_t kFewestBytes = 24;
constexpr std::size_t kMostBytes = 64;

std::string bytes_of_secret(const std::string& secret) {
  const bool has_prefix = secret.starts_with(kSecretPrefix);
  const auto key = has_prefix ? decode_base64(secret.substr(kSecretPrefix.size())) : std::nullopt;
  if (!key || key->size() < kFewestBytes || key->size() > kMostBytes) {
    throw ConfigError{
        "a secret of webhooks is whsec_ and 24 to 64 bytes in base64. Make one with: echo "
        "whsec_$(openssl rand -base64 32)"};
  }
  return *key;
}

}  // namespace

void add_webhook_options(CLI::App& app, WebhookOptions& given) {
  app.add_option("--webhook-url", given.url,
                 "who is told of people who became one (Standard Webhooks); https, or this machine")
      ->envname("HUFU_WEBHOOK_URL");
  app.add_option("--webhook-secret", given.secrets,
                 "whsec_…, by which that is signed; twice while it is changed. Better the "
                 "environment, with a blank between two, or --config")
      ->envname("HUFU_WEBHOOK_SECRET")
      ->delimiter(' ');
}

WebhookTarget read_webhook_target(const WebhookOptions& given) {
  if (given.url.empty() != given.secrets.empty())
    throw ConfigError{"--webhook-url and --webhook-secret go together"};
  if (!given.url.empty() && !is_private_url(given.url))
    throw ConfigError{"--webhook-url takes https://…, or http:// on this machine"};
  if (given.secrets.size() > kMostSecrets)
    throw ConfigError{"there are two secrets of webhooks at most: the one in use, and the next"};
  WebhookTarget target{given.url, {}};
  for (const std::string& secret : given.secrets)
    target.keys.push_back(bytes_of_secret(secret));
  return target;
}

}  // namespace hufu::mock
