// The settings of the backend; settings/options.h reads them.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "settings/server_keys.h"
#include "settings/webhook_target.h"
#include "settings/wechat_opening.h"

namespace hufu::mock {

/// What happens when a refresh token is presented that has already been exchanged (R2, R3).
struct RefreshReuse {
  enum class Rule { parent, interval, strict };
  Rule rule = Rule::parent;
  std::chrono::seconds interval{10};
};

struct Config {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8787;
  /// PEM files: serves https when set, and trusts the certificate as an upstream's, too.
  std::string tls_certificate;
  std::string tls_key;
  /// A PEM file of authorities that upstreams may be certified by, beside the system's.
  std::string upstream_ca;
  std::string database_url = "sqlite://:memory:";
  bool limits = true;
  /// Networks of proxies whose X-Forwarded-For is believed.
  std::vector<std::string> trusted_proxies;
  RefreshReuse refresh_reuse;

  /// "http://127.0.0.1:PORT"; known once the port is bound, set before any route is registered.
  std::string own_url;
  /// Where browsers and issuers know this server; own_url unless set.
  std::string public_url;
  /// Where the page of a device's code leads who has no telephone; empty: nowhere.
  std::string telephone_path;
  /// Where it scans codes of the mini-program and opens links; empty likewise.
  std::string telephone_scan_path;

  std::string wechat_base_url;
  std::string clerk_issuer;
  /// Clerk's backend API.
  std::string clerk_api_url;

  std::string wechat_app_id;
  std::string wechat_app_secret;
  std::string wechat_website_app_id;
  std::string wechat_website_app_secret;
  WechatOpening wechat_opening;
  std::string clerk_secret_key;
  std::string clerk_publishable_key;
  ServerKeys server_keys;
  WebhookTarget webhook;
  /// Signs access tokens with HS256 when set (at least 32 bytes); otherwise a generated ES256 key
  /// does.
  std::string jwt_secret;
  /// All keys are derived from it, and access tokens are signed with ES256, so that guards can
  /// check them by the published half. Empty: JWT_SECRET or keys that were generated.
  std::string secret;
  /// Its keys are believed and published, too: of the secret to come before it takes over, and of
  /// the former one for as long as what it made lives.
  std::string other_secret;
  /// Clerk's webhooks are signed with it ("whsec_…"); empty: none are taken.
  std::string clerk_webhook_secret;
  /// Origins that Clerk's `azp` may name; empty admits any. An absent `azp` is admitted (native
  /// applications have none).
  std::vector<std::string> authorized_parties;
  /// Audiences that a Clerk token may name. Its session tokens have none, those made from templates
  /// for other services do: they are refused unless named here.
  std::vector<std::string> clerk_audiences;

  /// The application's own pages.
  std::string site_url = "http://localhost:3000";
  /// Origins whose pages may call, beside the site's own.
  std::vector<std::string> web_origins;
  /// Where a page that a mini-program opens signs the person in: a path of each of these origins.
  std::string web_view_page = "/auth/arrive";

  std::chrono::seconds access_token_life{900};
  std::chrono::seconds session_idle_life{30 * 24 * 3600};
  std::chrono::seconds session_absolute_life{180 * 24 * 3600};
  std::chrono::seconds bind_code_life{300};
  std::chrono::seconds relink_cool_down{24 * 3600};
  std::chrono::seconds audit_life{180 * 24 * 3600};
};

/// Fills in what follows from where the server is: call once `own_url` is known.
void complete(Config& config);

/// A setting that is no good, with a sentence for the person who started the program.
struct ConfigError {
  std::string message;
  int exit_status = 2;
};

}  // namespace hufu::mock
