// Whom to trust.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <hufu/server/algorithm.h>

namespace hufu::server {

struct IssuerRules;

/// An issuer of tokens, made by the functions below. A value; its copies are the same issuer. What
/// it signs with is not to be had back from it.
class Issuer {
 public:
  explicit Issuer(IssuerRules rules);

  /// Who that is, for people: its name, or its kind where it has none.
  const std::string& title() const noexcept;
  const IssuerRules& rules() const noexcept { return *rules_; }
  bool operator==(const Issuer& other) const noexcept { return rules_ == other.rules_; }

 private:
  std::shared_ptr<const IssuerRules> rules_;
};

struct ClerkOptions {
  /// The Frontend API URL, such as `https://clerk.example.com`.
  std::string issuer;
  /// The origins of your pages: a page of somebody else's cannot use its visitors' tokens then.
  std::vector<std::string> authorized_parties = {};
  /// For tokens of a template that sets `aud`.
  std::vector<std::string> audience = {};
};

struct UnifiedOptions {
  std::string base_url;
  /// What it writes into `iss` and `aud`, by default as hufu-backend does.
  std::string issuer = "urn:hufu:backend";
  std::string audience = "urn:hufu:api";
  /// It signs with HS256 and this.
  std::optional<std::string> secret = {};
  /// The one of the pages' configuration, if that has one.
  std::string storage_key = "hufu.session";
};

struct GotrueOptions {
  /// The URL of the project.
  std::string base_url;
  /// `GOTRUE_JWT_ISSUER`; by default the URL with `/auth/v1`, with a secret also nothing.
  std::optional<std::string> issuer = {};
  /// Its tokens have no `iss`, and no others are taken.
  bool is_nameless = false;
  std::string audience = "authenticated";
  /// It signs with HS256 and this.
  std::optional<std::string> secret = {};
  /// The one of the pages' configuration, if that has one.
  std::optional<std::string> storage_key = {};
};

struct AuthingOptions {
  /// `https://example.authing.cn/oidc`
  std::string issuer;
  std::string app_id;
  /// The application signs with HS256 and this.
  std::optional<std::string> secret = {};
};

struct WxLoginOptions {
  /// Your own: what your server signs with.
  std::string secret;
  /// The claim with the person's id.
  std::string subject = "userId";
};

struct MiniLoginOptions {
  std::string secret;
  std::string subject = "id";
};

struct OidcOptions {
  /// As it stands in its tokens, with a slash at the end if they have one.
  std::string issuer;
  /// What `aud` has to name: your API, never an application's client id, which ID tokens have.
  std::vector<std::string> audience;
  std::vector<Algorithm> algorithms = {Algorithm::rs256, Algorithm::ps256, Algorithm::es256,
                                       Algorithm::eddsa, Algorithm::ed25519};
};

// All of them throw std::invalid_argument for what makes no issuer, such as a short secret.

/// A Clerk instance.
Issuer clerk(const ClerkOptions& options);
/// A unified backend, whose tokens WeChat's and devices' sign-ins get.
Issuer unified(const UnifiedOptions& options);
/// A GoTrue server: Supabase, MemFire, or one of your own, whose tokens have no `iss`.
Issuer gotrue(const GotrueOptions& options);
/// An application of Authing.
Issuer authing(const AuthingOptions& options);
/// A server with `POST /users/wxLogin`; its clients send the token without `Bearer`, too.
Issuer wx_login(const WxLoginOptions& options);
/// A server with `POST /api/v1/auth/mini-login`.
Issuer mini_login(const MiniLoginOptions& options);
/// Any other issuer: its keys are where its discovery document says.
Issuer oidc(const OidcOptions& options);

}  // namespace hufu::server
