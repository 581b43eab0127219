// What a caller may ask of a client, and what comes back: the one list that every face mirrors.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hufu/effects.h"
#include "hufu/result.h"
#include "hufu/session.h"

namespace hufu {

// ---- outcomes -----------------------------------------------------------------------------------

/// The head of the answer to the application's own request; the host holds the body.
struct FetchReply {
  int status = 0;
  std::vector<Header> headers;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("status", self.status);
    visit("headers", self.headers);
  }
};

/// A bind code to show to the person (B1 to B4).
struct BindCode {
  std::string binding_id;
  std::string bind_code;  ///< `XXXXX-XXXXX`, to be typed.
  std::string qr;         ///< A secret of its own, to be scanned.
  Millis expires_in_ms = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
    visit("bind_code", self.bind_code);
    visit("qr", self.qr);
    visit("expires_in_ms", self.expires_in_ms);
  }
};

/// The other half, as far as it may be shown before both have agreed.
struct BindingPreview {
  std::string nickname;  ///< Masked.
  std::string platform;
  std::string provider;

  bool operator==(const BindingPreview&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("nickname", self.nickname);
    visit("platform", self.platform);
    visit("provider", self.provider);
  }
};

/// A binding between two halves of one person.
struct Binding {
  std::string binding_id;
  std::string state;   ///< issued, pending, accepted, confirmed, declined, expired, already_linked.
  std::string role;    ///< `issuer` or `redeemer`; empty where the answer does not say.
  std::string number;  ///< Two digits to show to the redeemer, after `accept_binding`.
  std::optional<BindingPreview> preview = {};
  Millis expires_in_ms = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
    visit("state", self.state);
    visit("role", self.role);
    visit("number", self.number);
    visit("preview", self.preview);
    visit("expires_in_ms", self.expires_in_ms);
  }
};

/// Who asks to sign in on another device (RFC 8628), for the person to recognise.
struct DevicePreview {
  std::string client_name;
  std::string platform;
  std::string location;
  std::string state;  ///< pending, approved.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("client_name", self.client_name);
    visit("platform", self.platform);
    visit("location", self.location);
    visit("state", self.state);
  }
};

// ---- signing in ---------------------------------------------------------------------------------

/// Sign in with a code of `wx.login`; without a code the host is asked for one. *Writes the store.*
/// Errors: `credential_invalid` (used or old code), `not_allowed` (blocked by WeChat), `declined`.
struct SignInWithWechat {
  static constexpr std::string_view kName = "sign_in_with_wechat";
  using Outcome = SessionInfo;
  std::optional<Secret> code = {};
  std::optional<std::string> nickname = {};  ///< Hints to show; the server checks their form.
  std::optional<std::string> avatar_url = {};
  std::optional<std::string> encrypted_data = {};
  std::optional<std::string> iv = {};
  std::optional<std::string> raw_data = {};
  std::optional<std::string> signature = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("code", self.code);
    visit("nickname", self.nickname);
    visit("avatar_url", self.avatar_url);
    visit("encrypted_data", self.encrypted_data);
    visit("iv", self.iv);
    visit("raw_data", self.raw_data);
    visit("signature", self.signature);
  }
};

/// Begin a sign-in through a browser with PKCE. `unsupported` on the unified backend.
struct SignInWithOauth {
  static constexpr std::string_view kName = "sign_in_with_oauth";
  using Outcome = SessionInfo;
  std::string provider;
  std::string redirect_to;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("provider", self.provider);
    visit("redirect_to", self.redirect_to);
  }
};

/// Finish `sign_in_with_oauth` with the code that came back. `unsupported` on the unified backend.
struct ExchangeCodeForSession {
  static constexpr std::string_view kName = "exchange_code_for_session";
  using Outcome = SessionInfo;
  Secret code;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("code", self.code);
  }
};

/// Sign in by e-mail and password. `unsupported` on the unified backend. Errors: `wrong_password`,
/// `email_not_confirmed`.
struct SignInWithPassword {
  static constexpr std::string_view kName = "sign_in_with_password";
  using Outcome = SessionInfo;
  std::string email;
  Secret password;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("email", self.email);
    visit("password", self.password);
  }
};

/// Register by e-mail and password. Ends well without a session where the server wants the e-mail
/// confirmed first: see `state`. `unsupported` on the unified backend.
/// Errors: `user_exists`, `weak_password` (what it lacks is the detail), `sign_ups_off`.
struct SignUp {
  static constexpr std::string_view kName = "sign_up";
  using Outcome = SignedUp;
  std::string email;
  Secret password;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("email", self.email);
    visit("password", self.password);
  }
};

/// Sign in to an anonymous account. `unsupported` on the unified backend.
struct SignInAnonymously {
  static constexpr std::string_view kName = "sign_in_anonymously";
  using Outcome = SessionInfo;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// Sign in by a code that a signed-in device approves (RFC 8628). Shows it through `present`.
struct SignInWithDevice {
  static constexpr std::string_view kName = "sign_in_with_device";
  using Outcome = SessionInfo;
  std::optional<std::string> client_name = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("client_name", self.client_name);
  }
};

/// Show which device asks to be signed in, before approving or denying it.
struct PreviewDevice {
  static constexpr std::string_view kName = "preview_device";
  using Outcome = DevicePreview;
  std::string user_code;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("user_code", self.user_code);
  }
};

/// Sign the other device in; `number` is what it shows. Error: `wrong_number`.
struct ApproveDevice {
  static constexpr std::string_view kName = "approve_device";
  using Outcome = Nothing;
  std::string user_code;
  std::string number;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("user_code", self.user_code);
    visit("number", self.number);
  }
};

/// Refuse to sign the other device in.
struct DenyDevice {
  static constexpr std::string_view kName = "deny_device";
  using Outcome = Nothing;
  std::string user_code;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("user_code", self.user_code);
  }
};

// ---- the session and signed requests ------------------------------------------------------------

/// A token that will still be good when the request arrives; renews it if needed.
struct CurrentAccessToken {
  static constexpr std::string_view kName = "access_token";
  using Outcome = AccessToken;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// Send the application's request, signed. On a 401 the token is renewed once and the request is
/// sent once more, if its body allows; a second 401 is the answer. Errors: `origin_refused`,
/// `invalid_argument` (header), and those of renewing: it is never sent without its token.
struct Fetch {
  static constexpr std::string_view kName = "fetch";
  using Outcome = FetchReply;
  std::string url;
  std::string method = "GET";
  std::vector<Header> headers;  ///< What names sender or host, or frames it, is dropped.
  bool replayable = true;       ///< False where the body is a stream that can be read only once.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("url", self.url);
    visit("method", self.method);
    visit("headers", self.headers);
    visit("replayable", self.replayable);
  }
};

/// The session as it is, read from the store the first time; no request.
struct CurrentSession {
  static constexpr std::string_view kName = "session";
  using Outcome = SessionInfo;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// The person, as of the last answer that named them. Error: `signed_out`.
struct CurrentUser {
  static constexpr std::string_view kName = "user";
  using Outcome = User;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

// ---- the profile --------------------------------------------------------------------------------

/// The profile, as the backend has it now.
struct FetchProfile {
  static constexpr std::string_view kName = "fetch_profile";
  using Outcome = Profile;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// Change the profile. What is not given stays as it is.
struct UpdateProfile {
  static constexpr std::string_view kName = "update_profile";
  using Outcome = Profile;
  std::optional<std::string> nickname = {};
  std::optional<std::string> avatar_url = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("nickname", self.nickname);
    visit("avatar_url", self.avatar_url);
  }
};

/// Upload a picture of the person; `file` is a path that the host can read (in mini-programs the
/// temporary path of `chooseAvatar`).
struct UploadAvatar {
  static constexpr std::string_view kName = "upload_avatar";
  using Outcome = Profile;
  std::string file;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("file", self.file);
  }
};

/// Bind a phone number; `code` comes from the phone-number button, it is not a `wx.login` code.
struct BindPhone {
  static constexpr std::string_view kName = "bind_phone";
  using Outcome = Profile;
  Secret code;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("code", self.code);
  }
};

// ---- binding the two halves ---------------------------------------------------------------------

/// Issue a code that the other half redeems. `target`: `wechat` or `web`, the half to be joined.
/// Errors: `reauth_required` (signed in more than ten minutes ago), `provider_already_linked`.
struct CreateBindCode {
  static constexpr std::string_view kName = "create_bind_code";
  using Outcome = BindCode;
  std::string target;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("target", self.target);
  }
};

/// Redeem a typed code or a scanned secret. `platform` names the other half: `wechat` or `web`.
/// Error: `bind_code_invalid`, alike for unknown, used, expired and foreign codes (B8).
struct RedeemBindCode {
  static constexpr std::string_view kName = "redeem_bind_code";
  using Outcome = Binding;
  Secret bind_code;
  std::string platform;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("bind_code", self.bind_code);
    visit("platform", self.platform);
  }
};

/// The redeemer joins the account in the preview; the outcome holds the number to show.
struct AcceptBinding {
  static constexpr std::string_view kName = "accept_binding";
  using Outcome = Binding;
  std::string binding_id;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
  }
};

/// The issuer types the number that the redeemer's screen shows. *Writes the store* where the
/// backend gives a new session. Errors: `wrong_number`, `identity_in_use`, `binding_expired`.
struct ConfirmBinding {
  static constexpr std::string_view kName = "confirm_binding";
  using Outcome = Binding;
  std::string binding_id;
  std::string number;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
    visit("number", self.number);
  }
};

/// Decline the binding; either side may.
struct DeclineBinding {
  static constexpr std::string_view kName = "decline_binding";
  using Outcome = Nothing;
  std::string binding_id;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
  }
};

/// Wait until the binding leaves the state `since` (its present one, if not given). Once it is
/// confirmed, a redeemer's session is renewed and speaks for the joined account.
/// Errors: `binding_declined`, `binding_expired`.
struct WaitForBinding {
  static constexpr std::string_view kName = "wait_for_binding";
  using Outcome = Binding;
  std::string binding_id;
  std::optional<std::string> since = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
    visit("since", self.since);
  }
};

/// Take an identity off the account. Errors: `last_identity`, `reauth_required`.
struct Unbind {
  static constexpr std::string_view kName = "unbind";
  using Outcome = Nothing;
  std::string provider;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("provider", self.provider);
  }
};

/// Merge two accounts that both have data, where `redeem_bind_code` ended in `identity_in_use`:
/// redeems the same code for that, and goes on like any binding (accept, confirm). `survivor` is
/// `issuer` or `redeemer`, whose account stays.
struct MergeAccounts {
  static constexpr std::string_view kName = "merge_accounts";
  using Outcome = Binding;
  Secret bind_code;
  std::string platform;
  std::string survivor;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("bind_code", self.bind_code);
    visit("platform", self.platform);
    visit("survivor", self.survivor);
  }
};

// ---- leaving ------------------------------------------------------------------------------------

/// `scope`: `local`, `others` or `global`. Local state goes even when the server cannot be reached;
/// with `others` this session stays. *Writes the store.*
struct SignOut {
  static constexpr std::string_view kName = "sign_out";
  using Outcome = Nothing;
  std::string scope = "local";

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("scope", self.scope);
  }
};

using Operation =
    std::variant<SignInWithWechat, SignInWithOauth, ExchangeCodeForSession, SignInWithPassword,
                 SignUp, SignInAnonymously, SignInWithDevice, PreviewDevice, ApproveDevice,
                 DenyDevice, CurrentAccessToken, Fetch, CurrentSession, CurrentUser, FetchProfile,
                 UpdateProfile, UploadAvatar, BindPhone, CreateBindCode, RedeemBindCode,
                 AcceptBinding, ConfirmBinding, DeclineBinding, WaitForBinding, Unbind,
                 MergeAccounts, SignOut>;

/// Every outcome that an operation can have.
using Outcome = std::variant<Nothing, SessionInfo, SignedUp, User, AccessToken, FetchReply, Profile,
                             BindCode, Binding, DevicePreview>;

}  // namespace hufu
