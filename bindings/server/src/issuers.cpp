// The issuers that there are.
#include <hufu/server/issuer.h>

#include <algorithm>
#include <stdexcept>

#include "issuer_rules.h"
#include "kinds_of_claims.h"
#include "origin.h"
#include "safe_url.h"

namespace hufu::server {
namespace {

constexpr std::size_t kLeastSecretBytes = 32;  // RFC 7518, section 3.2
const std::vector<Platform> kEverywhere(kPlatforms.begin(), kPlatforms.end());

std::string jwks_of(const std::string& url) {
  return without_slash(url) + "/.well-known/jwks.json";
}

VerifyingKeyPointer checked_secret(const std::string& secret, const std::string& kind) {
  if (secret.size() < kLeastSecretBytes)
    throw std::invalid_argument("The secret of " + kind + " has to have 32 bytes or more.");
  return secret_key_of(secret);
}

/// With a secret by that; else by keys that are published.
void sign_by(IssuerRules& rules, const std::optional<std::string>& secret, const std::string& url,
             std::vector<Algorithm> algorithms, const std::string& kind) {
  if (secret) {
    rules.secret = checked_secret(*secret, kind);
    rules.algorithms = {Algorithm::hs256};
  } else {
    rules.jwks = jwks_of(url);
    rules.algorithms = std::move(algorithms);
  }
}

IssuerRules named(IssuerKind kind, const std::string& title, const std::string& name) {
  if (name.empty())
    throw std::invalid_argument(title + " needs an issuer: what its tokens have as iss.");
  return {.kind = kind, .title = name, .name = name};
}

Issuer own(IssuerKind kind, const std::string& title, const std::string& secret,
           const std::string& subject, bool is_bare) {
  IssuerRules rules{.kind = kind, .title = title, .name = std::nullopt};
  rules.algorithms = {Algorithm::hs256};
  rules.secret = checked_secret(secret, title);
  rules.is_nameless = true;
  rules.types = {"", "jwt"};
  rules.platforms = {Platform::miniprogram};
  rules.subject = subject;
  rules.is_bare = is_bare;
  rules.proved_at = proved_never;
  return Issuer(std::move(rules));
}

}  // namespace

Issuer::Issuer(IssuerRules rules) : rules_(std::make_shared<const IssuerRules>(std::move(rules))) {}

const std::string& Issuer::title() const noexcept { return rules_->title; }

Issuer clerk(const ClerkOptions& options) {
  const std::string name = without_slash(options.issuer);
  IssuerRules rules = named(IssuerKind::clerk, "clerk", name);
  sign_by(rules, std::nullopt, name, {Algorithm::rs256}, "clerk");
  rules.types = {"jwt"};
  rules.audiences = options.audience;
  rules.authorized_parties = checked_origins(options.authorized_parties);
  rules.cookie = "__session";
  rules.fault = clerk_fault;
  rules.proved_at = proved_at_fva;
  return Issuer(std::move(rules));
}

Issuer unified(const UnifiedOptions& options) {
  IssuerRules rules = named(IssuerKind::unified, "unified", options.issuer);
  sign_by(rules, options.secret, options.base_url, {Algorithm::es256}, "unified");
  rules.types = {"at+jwt"};
  rules.audiences = {options.audience};
  rules.platforms = kEverywhere;
  rules.names_platform = true;
  rules.fault = unified_fault;
  rules.cookie = options.storage_key;
  return Issuer(std::move(rules));
}

Issuer gotrue(const GotrueOptions& options) {
  if (options.is_nameless && options.issuer)
    throw std::invalid_argument("gotrue is nameless, or it has an issuer.");
  const std::string url = without_slash(options.base_url) + "/auth/v1";
  IssuerRules rules = named(IssuerKind::gotrue, "gotrue", options.issuer.value_or(url));
  sign_by(rules, options.secret, url, {Algorithm::es256, Algorithm::rs256}, "gotrue");
  if (options.is_nameless) {
    rules.name.reset();
    rules.title = "gotrue";
  }
  rules.is_nameless = options.is_nameless || (!options.issuer && options.secret);
  rules.audiences = {options.audience};
  rules.types = {"jwt"};
  rules.session = "session_id";
  rules.cookie = options.storage_key.value_or("sb-" + project_of(options.base_url) + "-auth-token");
  rules.fault = gotrue_fault;
  rules.proved_at = proved_at_amr;
  return Issuer(std::move(rules));
}

Issuer authing(const AuthingOptions& options) {
  IssuerRules rules = named(IssuerKind::authing, "authing", options.issuer);
  sign_by(rules, options.secret, options.issuer, {Algorithm::rs256, Algorithm::es256}, "authing");
  rules.audiences = {options.app_id};
  rules.types = {"at+jwt"};
  rules.platforms = kEverywhere;
  return Issuer(std::move(rules));
}

Issuer wx_login(const WxLoginOptions& options) {
  return own(IssuerKind::wx_login, "wx_login", options.secret, options.subject, true);
}

Issuer mini_login(const MiniLoginOptions& options) {
  return own(IssuerKind::mini_login, "mini_login", options.secret, options.subject, false);
}

Issuer oidc(const OidcOptions& options) {
  IssuerRules rules = named(IssuerKind::oidc, "oidc", options.issuer);
  if (options.audience.empty())
    throw std::invalid_argument("oidc(" + options.issuer + ") needs an audience.");
  const auto& algorithms = options.algorithms;
  if (algorithms.empty() || std::ranges::find(algorithms, Algorithm::hs256) != algorithms.end()) {
    throw std::invalid_argument("oidc(" + options.issuer +
                                ") has public keys: anybody could sign with others.");
  }
  rules.discovery = without_slash(options.issuer) + "/.well-known/openid-configuration";
  rules.algorithms = algorithms;
  rules.audiences = options.audience;
  rules.types = {"", "jwt", "at+jwt"};
  return Issuer(std::move(rules));
}

}  // namespace hufu::server
