// The settings of one server, from flags, a file and the environment names of the documents.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "settings/oddities.h"
#include "settings/server_keys.h"
#include "settings/webhook_target.h"

namespace hufu::mock {

/// How the GoTrue surface says that a token request is refused.
enum class GotrueErrors {
  /// By code, in the shape that X-Supabase-Api-Version asks for.
  current,
  /// `{"error":"invalid_grant","error_description":…}`, as servers of 2023 and before.
  oauth,
};

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
  bool control = false;
  /// Ends once nobody holds the other end of standard input: with whoever started it, however that
  /// ended.
  bool exit_with_stdin = false;
  /// Every exchange is written there, secrets masked; empty: nowhere.
  std::string record_file;
  bool limits = true;
  /// Networks of proxies whose X-Forwarded-For is believed.
  std::vector<std::string> trusted_proxies;
  /// Fakes may be reached from elsewhere: whoever started the program knows what that means.
  bool knows_fakes_are_open = false;
  RefreshReuse refresh_reuse;
  Oddities oddities;
  /// The unified surface answers as the article behind it does: tokens of 30 days, no refresh
  /// token, binding in one step. Only to try old clients against.
  bool as_the_article = false;

  /// "http://127.0.0.1:PORT"; known once the port is bound, set before any route is registered.
  std::string own_url;

  /// Empty means the fakes in this process: own_url + "/wechat", own_url + "/clerk". Filled in by
  /// `point_upstreams_home`.
  std::string wechat_base_url;
  std::string clerk_issuer;
  /// Clerk's backend API: own_url + "/clerk" with the fake issuer, https://api.clerk.com with a
  /// real one.
  std::string clerk_api_url;

  /// Where browsers and issuers know this server; own_url unless set.
  std::string public_url;
  /// Pages of open.weixin.qq.com: the fake's with a fake WeChat.
  std::string wechat_open_url;

  std::string wechat_app_id = "wx0000000000000001";
  std::string wechat_app_secret = "fake-wechat-app-secret-for-tests";
  std::string wechat_website_app_id = "wx0000000000000002";
  std::string wechat_website_app_secret = "fake-wechat-website-secret-for-tests";
  std::string clerk_secret_key = "sk_test_fake-clerk-secret-for-tests";
  std::string clerk_publishable_key;
  std::string supabase_anon_key;
  /// Whose tokens these are; empty takes every well-formed application id.
  std::string authing_app_id;
  /// The identifier of Authing's WeChat connection; empty takes every well-formed one.
  std::string authing_connection;
  ServerKeys server_keys;
  WebhookTarget webhook;
  /// Signs access tokens with HS256 when set (at least 32 bytes); otherwise a generated ES256 key
  /// does.
  std::string jwt_secret;
  /// Origins that Clerk's `azp` may name; empty admits any. An absent `azp` is admitted (native
  /// applications have none).
  std::vector<std::string> authorized_parties;
  /// Audiences that a Clerk token may name. Its session tokens have none, those made from templates
  /// for other services do: they are refused unless named here.
  std::vector<std::string> clerk_audiences;

  /// GoTrue: where browsers go when nothing better is allowed, and where else they may go. The port
  /// of loopback addresses is free.
  std::string site_url = "http://localhost:3000";
  std::vector<std::string> redirect_urls = {
      "http://localhost:3000/private", "http://localhost:3000/auth/callback",
      "http://127.0.0.1:3000/private", "http://127.0.0.1:3000/auth/callback"};
  /// Origins whose pages may call the unified and the GoTrue surface, beside the site's own.
  std::vector<std::string> web_origins;
  GotrueErrors gotrue_errors = GotrueErrors::current;

  std::chrono::seconds access_token_life{900};
  std::chrono::seconds session_idle_life{30 * 24 * 3600};
  std::chrono::seconds session_absolute_life{180 * 24 * 3600};
  std::chrono::seconds bind_code_life{300};
  std::chrono::seconds sign_in_flow_life{300};
  std::chrono::seconds relink_cool_down{24 * 3600};
  std::chrono::seconds audit_life{180 * 24 * 3600};

  bool wechat_is_fake() const { return wechat_base_url == own_url + "/wechat"; }
  bool clerk_is_fake() const { return clerk_issuer == own_url + "/clerk"; }
};

/// Fills in the upstream URLs that nobody set. Call once `own_url` is known.
void point_upstreams_home(Config& config);

/// Reads flags over file over environment. Throws `ConfigError` with a sentence for the person who
/// started the program.
Config read_config(int argc, const char* const* argv);

struct ConfigError {
  std::string message;
  int exit_status = 2;
};

}  // namespace hufu::mock
