// A person's account as GoTrue knows it: everything that it says of them, and their second factor.
#pragma once

#include <string>
#include <vector>

#include "hufu/session.h"

namespace hufu {

/// A JSON object, as text: what an application keeps of its own at the server. `{}` if empty.
struct Json {
  std::string text = "{}";

  bool operator==(const Json&) const = default;
};

/// One way of signing in to an account.
struct LinkedIdentity {
  std::string identity_id;  ///< For `unlink_identity`.
  std::string provider;
  std::string email;
  double created_at_ms = 0;  ///< Since 1970, as all times of an account; 0 if unknown.
  double last_sign_in_at_ms = 0;
  Json identity_data;  ///< What the provider said.

  bool operator==(const LinkedIdentity&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("identity_id", self.identity_id);
    visit("provider", self.provider);
    visit("email", self.email);
    visit("created_at_ms", self.created_at_ms);
    visit("last_sign_in_at_ms", self.last_sign_in_at_ms);
    visit("identity_data", self.identity_data);
  }
};

/// The ways of signing in to an account.
struct LinkedIdentities {
  std::vector<LinkedIdentity> identities;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("identities", self.identities);
  }
};

/// A second factor: an authenticator app.
struct Factor {
  std::string id;
  std::string type;  ///< `totp`, `phone` or `webauthn`.
  std::string friendly_name;
  std::string status;  ///< `verified`, or `unverified` before its first code.
  double created_at_ms = 0;

  bool operator==(const Factor&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("type", self.type);
    visit("friendly_name", self.friendly_name);
    visit("status", self.status);
    visit("created_at_ms", self.created_at_ms);
  }
};

/// The second factors of an account.
struct Factors {
  std::vector<Factor> factors;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("factors", self.factors);
  }
};

/// Everything that the server says of the person. `user_metadata` is whatever they like to say of
/// themselves: no right may depend on it.
struct Account {
  std::string id;
  std::string email;
  std::string phone;
  std::string new_email;  ///< Waits for its confirmation.
  std::string new_phone;
  double email_confirmed_at_ms = 0;  ///< 0 if it is not, as with all times here.
  double phone_confirmed_at_ms = 0;
  bool is_anonymous = false;
  std::string role;
  std::string aud;  ///< Whom the tokens are for: `authenticated`.
  double created_at_ms = 0;
  double updated_at_ms = 0;
  double last_sign_in_at_ms = 0;
  double invited_at_ms = 0;
  double banned_until_ms = 0;
  Json app_metadata;   ///< Of the server; the person cannot change it.
  Json user_metadata;  ///< Of the person, as it came.
  Json raw;            ///< All of it as the server said it, `recovery_sent_at` and the like too.
  std::vector<LinkedIdentity> identities;
  std::vector<Factor> factors;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("email", self.email);
    visit("phone", self.phone);
    visit("new_email", self.new_email);
    visit("new_phone", self.new_phone);
    visit("email_confirmed_at_ms", self.email_confirmed_at_ms);
    visit("phone_confirmed_at_ms", self.phone_confirmed_at_ms);
    visit("is_anonymous", self.is_anonymous);
    visit("role", self.role);
    visit("aud", self.aud);
    visit("created_at_ms", self.created_at_ms);
    visit("updated_at_ms", self.updated_at_ms);
    visit("last_sign_in_at_ms", self.last_sign_in_at_ms);
    visit("invited_at_ms", self.invited_at_ms);
    visit("banned_until_ms", self.banned_until_ms);
    visit("app_metadata", self.app_metadata);
    visit("user_metadata", self.user_metadata);
    visit("raw", self.raw);
    visit("identities", self.identities);
    visit("factors", self.factors);
  }
};

/// A new factor, to be put into an authenticator app, and proved by its first code.
struct EnrolledFactor {
  std::string id;
  std::string type;
  std::string friendly_name;
  Secret secret;   ///< To be typed where nothing can be scanned.
  Secret uri;      ///< `otpauth://…`
  Secret qr_code;  ///< The same as a picture: the text of an SVG.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("type", self.type);
    visit("friendly_name", self.friendly_name);
    visit("secret", self.secret);
    visit("uri", self.uri);
    visit("qr_code", self.qr_code);
  }
};

/// A factor is asked for its code.
struct FactorChallenge {
  std::string id;
  double expires_at_ms = 0;  ///< By the server's clock, since 1970.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("expires_at_ms", self.expires_at_ms);
  }
};

}  // namespace hufu
