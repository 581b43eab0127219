// What a caller may ask of a client, and what comes back: the one list that every face mirrors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "hufu/account.h"
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
  std::string picture;    ///< The code of the mini-program, as a `data:` address; empty if none.
  std::string url;        ///< What opens the mini-program when it is scanned; empty if none.
  std::string scan_kind;  ///< `mini_program_code`, `link` or `page`: the best of these three.
  Millis expires_in_ms = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
    visit("bind_code", self.bind_code);
    visit("qr", self.qr);
    visit("picture", self.picture);
    visit("url", self.url);
    visit("scan_kind", self.scan_kind);
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
  std::string url;  ///< What its issuer draws now, where that is a link: another one each minute.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
    visit("state", self.state);
    visit("role", self.role);
    visit("number", self.number);
    visit("preview", self.preview);
    visit("expires_in_ms", self.expires_in_ms);
    visit("url", self.url);
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

/// A sign-in to which somebody has agreed in the mini-program, and which waits for its page.
struct OpenedMiniProgram {
  Secret sign_in;     ///< Its handle: for `enter_return_code`, `finish_sign_in`, `close_sign_in`.
  std::string state;  ///< `agreed`; `approved` where no return code is asked for.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("sign_in", self.sign_in);
    visit("state", self.state);
  }
};

/// Who has agreed in the mini-program: to be asked whether to go on as them.
struct Returning {
  std::string nickname;
  std::string avatar_url;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("nickname", self.nickname);
    visit("avatar_url", self.avatar_url);
  }
};

/// How somebody may have sent what was to be scanned from a screen; `link` may be a card, too.
/// Empty: it was scanned, or was to be tapped on this phone.
enum class SentAs : std::uint8_t {
  not_sent,
  picture,
  link,
};

std::string_view name(SentAs sent_as);

/// What the mini-program was opened for by a code or a link of ours, and who asks.
struct Launch {
  std::string opened;          ///< `sign_in`, `phone_sign_in` or `binding`; empty: nothing of ours.
  bool needs_sign_in = false;  ///< First sign in, then call `launch` again, without options.
  std::string scan_id;         ///< For `approve_scan`; of a binding its `binding_id`.
  std::string client_name;
  std::string platform;
  std::string location;
  std::string browser;
  SentAs sent_as = SentAs::not_sent;  ///< To be warned of: nobody sends on their own screen.
  bool number_needed = false;         ///< To be typed, as the other screen shows it.
  std::string state;
  Millis expires_in_ms = 0;
  std::optional<Binding> binding = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("opened", self.opened);
    visit("needs_sign_in", self.needs_sign_in);
    visit("scan_id", self.scan_id);
    visit("client_name", self.client_name);
    visit("platform", self.platform);
    visit("location", self.location);
    visit("browser", self.browser);
    visit("sent_as", self.sent_as);
    visit("number_needed", self.number_needed);
    visit("state", self.state);
    visit("expires_in_ms", self.expires_in_ms);
    visit("binding", self.binding);
  }
};

/// A sign-in elsewhere, approved.
struct ApprovedScan {
  std::string state;        ///< `approved`; `agreed` where the page still asks for the code.
  std::string return_code;  ///< Six digits, to be typed into the page that began; empty if none.
  Millis expires_in_ms = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("state", self.state);
    visit("return_code", self.return_code);
    visit("expires_in_ms", self.expires_in_ms);
  }
};

/// An address for a `web-view`, which signs the person in there once.
struct WebViewUrl {
  Secret url;
  Millis expires_in_ms = 0;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("url", self.url);
    visit("expires_in_ms", self.expires_in_ms);
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
  std::string provider;  ///< `wechat_qr`, `github` …: any that the server has.
  std::string redirect_to;
  std::optional<std::string> scopes = {};  ///< What is asked of the provider, with spaces between.
  std::optional<Json> query_params =
      {};                ///< Texts, further parameters for the provider: `{"prompt":"consent"}`.
  bool as_link = false;  ///< The address is the outcome's `link`, and nothing is presented.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("provider", self.provider);
    visit("redirect_to", self.redirect_to);
    visit("scopes", self.scopes);
    visit("query_params", self.query_params);
    visit("as_link", self.as_link);
  }
};

/// Finish what was begun with PKCE with the code that came back: `sign_in_with_oauth`,
/// `link_identity`, or what sent a mail with `redirect_to`. `unsupported` on the unified backend.
/// Errors: `begun_elsewhere` (in another browser: the code stays unspent); for what an address says
/// in the place of a code, `declined`, `credential_invalid`, `sign_ups_off` and others.
struct ExchangeCodeForSession {
  static constexpr std::string_view kName = "exchange_code_for_session";
  using Outcome = SessionInfo;
  std::optional<Secret> code = {};
  std::optional<std::string> error = {};  ///< In the place of a code, with what stands beside it.
  std::optional<std::string> error_code = {};
  std::optional<std::string> error_description = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("code", self.code);
    visit("error", self.error);
    visit("error_code", self.error_code);
    visit("error_description", self.error_description);
  }
};

/// Sign in by e-mail or phone number, and password. `unsupported` on the unified backend. Errors:
/// `wrong_password`, `email_not_confirmed`, `captcha_failed`.
struct SignInWithPassword {
  static constexpr std::string_view kName = "sign_in_with_password";
  using Outcome = SessionInfo;
  std::optional<std::string> email = {};
  std::optional<std::string> phone = {};
  Secret password;
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("email", self.email);
    visit("phone", self.phone);
    visit("password", self.password);
    visit("captcha_token", self.captcha_token);
  }
};

/// Register by e-mail or phone number, and password. Ends well without a session where the server
/// wants the address confirmed first: see `state`. `unsupported` on the unified backend.
/// Errors: `user_exists`, `weak_password` (what it lacks is the detail), `sign_ups_off`.
struct SignUp {
  static constexpr std::string_view kName = "sign_up";
  using Outcome = SignedUp;
  std::optional<std::string> email = {};
  std::optional<std::string> phone = {};
  Secret password;
  std::optional<Json> data = {};  ///< To be kept as `user_metadata`.
  std::optional<std::string> redirect_to =
      {};  ///< Where the link in the mail leads. With it the link brings a code for
           ///< `exchange_code_for_session` (PKCE).
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.
  std::optional<std::string> channel = {};   ///< Of a phone: `sms` or `whatsapp`.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("email", self.email);
    visit("phone", self.phone);
    visit("password", self.password);
    visit("data", self.data);
    visit("redirect_to", self.redirect_to);
    visit("captcha_token", self.captcha_token);
    visit("channel", self.channel);
  }
};

/// Sign in to an anonymous account; `update_account` with an e-mail, or `link_identity`, makes it a
/// permanent one. `unsupported` on the unified backend.
struct SignInAnonymously {
  static constexpr std::string_view kName = "sign_in_anonymously";
  using Outcome = SessionInfo;
  std::optional<Json> data = {};             ///< To be kept as `user_metadata`.
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("data", self.data);
    visit("captcha_token", self.captcha_token);
  }
};

/// Sign in with the ID token of a provider (OpenID Connect) that the application has got itself.
/// Only on GoTrue. Error: `credential_invalid`.
struct SignInWithIdToken {
  static constexpr std::string_view kName = "sign_in_with_id_token";
  using Outcome = SessionInfo;
  std::string provider;
  Secret id_token;
  std::optional<Secret> access_token = {};   ///< Where the ID token was bound to one (`at_hash`).
  std::optional<std::string> nonce = {};     ///< As it was before it was hashed for the provider.
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("provider", self.provider);
    visit("id_token", self.id_token);
    visit("access_token", self.access_token);
    visit("nonce", self.nonce);
    visit("captcha_token", self.captcha_token);
  }
};

/// Send a code and a link to an e-mail address, or a code to a phone, to sign in by. Only on
/// GoTrue. Errors: `rate_limited`, `user_not_found` (without `create_user`), `sign_ups_off`.
struct SendOtp {
  static constexpr std::string_view kName = "send_otp";
  using Outcome = Nothing;
  std::optional<std::string> email = {};
  std::optional<std::string> phone = {};
  bool create_user = true;        ///< Whether who is unknown is registered.
  std::optional<Json> data = {};  ///< To be kept as `user_metadata` of who is new.
  std::optional<std::string> redirect_to =
      {};  ///< Where the link in the mail leads. With it the link brings a code for
           ///< `exchange_code_for_session` (PKCE).
  std::optional<std::string> channel = {};   ///< Of a phone: `sms` or `whatsapp`.
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("email", self.email);
    visit("phone", self.phone);
    visit("create_user", self.create_user);
    visit("data", self.data);
    visit("redirect_to", self.redirect_to);
    visit("channel", self.channel);
    visit("captcha_token", self.captcha_token);
  }
};

/// Sign in, confirm or go on by what a mail or message brought: the code with its address, or the
/// `token_hash` of the link. `type`, by default that of the address: `email`, `signup`, `invite`,
/// `magiclink`, `recovery` (tells `password_recovery`), `email_change`, `sms`, `phone_change`. Ends
/// with `confirmation_pending` where the other address of a change is still to confirm. Only on
/// GoTrue. Error: `credential_invalid`, alike for wrong, used and expired ones.
struct VerifyOtp {
  static constexpr std::string_view kName = "verify_otp";
  using Outcome = SignedUp;
  std::optional<std::string> type = {};
  std::optional<std::string> email = {};
  std::optional<std::string> phone = {};
  std::optional<Secret> code = {};
  std::optional<Secret> token_hash = {};
  std::optional<std::string> redirect_to = {};
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("type", self.type);
    visit("email", self.email);
    visit("phone", self.phone);
    visit("code", self.code);
    visit("token_hash", self.token_hash);
    visit("redirect_to", self.redirect_to);
    visit("captcha_token", self.captcha_token);
  }
};

/// Send again what has not come: `type` is `signup`, `email_change`, `sms` or `phone_change`. Only
/// on GoTrue. Error: `rate_limited`.
struct Resend {
  static constexpr std::string_view kName = "resend";
  using Outcome = Nothing;
  std::string type;
  std::optional<std::string> email = {};
  std::optional<std::string> phone = {};
  std::optional<std::string> redirect_to = {};  ///< Where the link in the mail leads.
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("type", self.type);
    visit("email", self.email);
    visit("phone", self.phone);
    visit("redirect_to", self.redirect_to);
    visit("captcha_token", self.captcha_token);
  }
};

/// Send a link and a code to who has forgotten the password; ends alike where nobody has the
/// address. Only on GoTrue. Error: `rate_limited`.
struct RecoverPassword {
  static constexpr std::string_view kName = "recover_password";
  using Outcome = Nothing;
  std::string email;
  std::optional<std::string> redirect_to =
      {};  ///< Where the link in the mail leads. With it the link brings a code for
           ///< `exchange_code_for_session` (PKCE).
  std::optional<Secret> captcha_token = {};  ///< Where the server wants proof that a person asks.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("email", self.email);
    visit("redirect_to", self.redirect_to);
    visit("captcha_token", self.captcha_token);
  }
};

/// Go on with tokens that came by a link or from another SDK. A living one is proved by asking the
/// server whose it is, an ended one is renewed. Never done with what stands in an address unless
/// the application says so: somebody else may have written it (RFC 9700, 2.1.2). *Writes the
/// store.* Only on GoTrue. Errors: `credential_invalid`, `session_expired`.
struct AdoptSession {
  static constexpr std::string_view kName = "adopt_session";
  using Outcome = SessionInfo;
  Secret access_token;
  Secret refresh_token;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("access_token", self.access_token);
    visit("refresh_token", self.refresh_token);
  }
};

/// Sign in by a code that a signed-in person scans or types elsewhere, and approves (RFC 8628).
/// `present` is asked to show it, and again at each change of its state or address. Given up, it is
/// over at the server, too. Errors: `declined`, `credential_invalid` (over).
struct SignInByScan {
  static constexpr std::string_view kName = "sign_in_by_scan";
  using Outcome = SessionInfo;
  std::optional<std::string> client_name = {};
  std::string picture = "mini_program";  ///< Drawn by WeChat; empty: nothing is, for letters alone.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("client_name", self.client_name);
    visit("picture", self.picture);
  }
};

/// Sign in on one phone: `present` is given a link that opens the mini-program, at the person's
/// tap; ends when somebody has agreed there. They need not be who has begun: go on by
/// `enter_return_code`. With `sign_in` it goes on waiting for one that was begun before the page
/// was loaded again. Errors: `declined`, `credential_invalid` (over).
struct OpenMiniProgram {
  static constexpr std::string_view kName = "open_mini_program";
  using Outcome = OpenedMiniProgram;
  std::optional<std::string> client_name = {};
  std::optional<Secret> sign_in = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("client_name", self.client_name);
    visit("sign_in", self.sign_in);
  }
};

/// Enter the code that the mini-program shows after agreeing. Says whose sign-in it is, to be asked
/// before `finish_sign_in`. Errors: `wrong_number`, `declined` (too often), `credential_invalid`.
struct EnterReturnCode {
  static constexpr std::string_view kName = "enter_return_code";
  using Outcome = Returning;
  Secret sign_in;
  Secret code;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("sign_in", self.sign_in);
    visit("code", self.code);
  }
};

/// The session of a sign-in that was approved. *Writes the store.* Errors: `declined`,
/// `credential_invalid` (over).
struct FinishSignIn {
  static constexpr std::string_view kName = "finish_sign_in";
  using Outcome = SessionInfo;
  Secret sign_in;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("sign_in", self.sign_in);
  }
};

/// End a sign-in that was begun: nobody can agree to it any more.
struct CloseSignIn {
  static constexpr std::string_view kName = "close_sign_in";
  using Outcome = Nothing;
  Secret sign_in;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("sign_in", self.sign_in);
  }
};

/// What the mini-program was opened for: takes what `onLaunch` and `onShow` give, and says it once.
/// Where somebody has to sign in first, `launch` without options goes on after that. Errors:
/// `scan_used`, `credential_invalid` (unknown, or over), those of `redeem_bind_code`.
struct LaunchOptions {
  static constexpr std::string_view kName = "launch";
  using Outcome = Launch;
  int scene = 0;  ///< WeChat's number: how it was opened.
  std::optional<Json> query = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("scene", self.scene);
    visit("query", self.query);
  }
};

/// Agree to what `launch` has opened; `number` is what the other screen shows. Errors:
/// `wrong_number`, `binding_expired` (over), `credential_invalid` (not opened in this session).
struct ApproveScan {
  static constexpr std::string_view kName = "approve_scan";
  using Outcome = ApprovedScan;
  std::string scan_id;
  std::optional<std::string> number = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("scan_id", self.scan_id);
    visit("number", self.number);
  }
};

/// Decline what `launch` has opened.
struct DenyScan {
  static constexpr std::string_view kName = "deny_scan";
  using Outcome = Nothing;
  std::string scan_id;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("scan_id", self.scan_id);
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

/// An address for the `web-view` of a mini-program, to be opened at once: the page at `url` is
/// signed in there. Its session ends with this one, unless it `outlives` it. Errors: `not_allowed`
/// (no origin that the server names), `reauth_required`.
struct OpenWebView {
  static constexpr std::string_view kName = "web_view_url";
  using Outcome = WebViewUrl;
  std::string url;
  bool outlives = false;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("url", self.url);
    visit("outlives", self.outlives);
  }
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

// ---- the account (GoTrue) -----------------------------------------------------------------------

/// Everything that the server says of the person now. Only on GoTrue, as all of the account.
struct FetchAccount {
  static constexpr std::string_view kName = "fetch_account";
  using Outcome = Account;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// Change e-mail, phone number, password or `user_metadata`. What is not given stays as it is; a
/// new address counts once it is confirmed. Errors: `user_exists`, `weak_password`,
/// `nonce_required` (see `reauthenticate`), `insufficient_aal`, `credential_invalid` (of the
/// nonce).
struct UpdateAccount {
  static constexpr std::string_view kName = "update_account";
  using Outcome = Account;
  std::optional<std::string> email = {};
  std::optional<std::string> phone = {};
  std::optional<Secret> password = {};
  std::optional<Json> data = {};     ///< Put into `user_metadata`; null takes a member out.
  std::optional<Secret> nonce = {};  ///< The code that `reauthenticate` sent.
  std::optional<std::string> redirect_to =
      {};  ///< Where the link in the mail leads. With it the link brings a code for
           ///< `exchange_code_for_session` (PKCE).
  std::optional<Secret> current_password = {};  ///< Where the server asks for it.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("email", self.email);
    visit("phone", self.phone);
    visit("password", self.password);
    visit("data", self.data);
    visit("nonce", self.nonce);
    visit("redirect_to", self.redirect_to);
    visit("current_password", self.current_password);
  }
};

/// Send the person a code, the `nonce` of `update_account`. Error: `rate_limited`.
struct Reauthenticate {
  static constexpr std::string_view kName = "reauthenticate";
  using Outcome = Nothing;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// The ways of signing in to the account.
struct ListIdentities {
  static constexpr std::string_view kName = "list_identities";
  using Outcome = LinkedIdentities;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
};

/// Begin, as `sign_in_with_oauth` does, to add one more way of signing in. Errors: `not_allowed`
/// (the server does not let people link), `identity_in_use`.
struct LinkIdentity {
  static constexpr std::string_view kName = "link_identity";
  using Outcome = SessionInfo;
  std::string provider;  ///< `wechat_qr`, `github` …: any that the server has.
  std::string redirect_to;
  std::optional<std::string> scopes = {};  ///< What is asked of the provider, with spaces between.
  std::optional<Json> query_params =
      {};                ///< Texts, further parameters for the provider: `{"prompt":"consent"}`.
  bool as_link = false;  ///< The address is the outcome's `link`, and nothing is presented.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("provider", self.provider);
    visit("redirect_to", self.redirect_to);
    visit("scopes", self.scopes);
    visit("query_params", self.query_params);
    visit("as_link", self.as_link);
  }
};

/// Take a way of signing in off the account. Errors: `last_identity`, `not_allowed`.
struct UnlinkIdentity {
  static constexpr std::string_view kName = "unlink_identity";
  using Outcome = Nothing;
  std::string identity_id;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("identity_id", self.identity_id);
  }
};

/// Begin to add an authenticator app (TOTP): it counts once `verify_factor` has seen its first
/// code. Error: `insufficient_aal` (there is one already, and this session has not shown it).
struct EnrollFactor {
  static constexpr std::string_view kName = "enroll_factor";
  using Outcome = EnrolledFactor;
  std::optional<std::string> friendly_name = {};
  std::optional<std::string> issuer = {};  ///< What the app shows beside the address.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("friendly_name", self.friendly_name);
    visit("issuer", self.issuer);
  }
};

/// Ask a factor for its code. `verify_factor` does it by itself.
struct ChallengeFactor {
  static constexpr std::string_view kName = "challenge_factor";
  using Outcome = FactorChallenge;
  std::string factor_id;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("factor_id", self.factor_id);
  }
};

/// Show the code of a factor: the session goes on at `aal2`, and `assurance_changed` is told.
/// *Writes the store.* Error: `credential_invalid` (wrong or old code).
struct VerifyFactor {
  static constexpr std::string_view kName = "verify_factor";
  using Outcome = SessionInfo;
  std::string factor_id;
  std::optional<std::string> challenge_id =
      {};  ///< Of `challenge_factor`; without it the factor is asked now.
  Secret code;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("factor_id", self.factor_id);
    visit("challenge_id", self.challenge_id);
    visit("code", self.code);
  }
};

/// Take a factor off the account. Error: `insufficient_aal`.
struct RemoveFactor {
  static constexpr std::string_view kName = "remove_factor";
  using Outcome = Nothing;
  std::string factor_id;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("factor_id", self.factor_id);
  }
};

/// The second factors of the account.
struct ListFactors {
  static constexpr std::string_view kName = "list_factors";
  using Outcome = Factors;

  template <class Self, class Visit>
  static void fields(Self&, Visit&&) {}
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

/// Wait until the binding leaves the state `since` (its present one, if not given), or its `url` is
/// another than the one that is given: who draws it draws the new one and waits again (B18). Once
/// it is confirmed, a redeemer's session is renewed and speaks for the joined account.
/// Errors: `binding_declined`, `binding_expired`.
struct WaitForBinding {
  static constexpr std::string_view kName = "wait_for_binding";
  using Outcome = Binding;
  std::string binding_id;
  std::optional<std::string> since = {};
  std::optional<std::string> url = {};

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("binding_id", self.binding_id);
    visit("since", self.since);
    visit("url", self.url);
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
                 SignUp, SignInAnonymously, SignInWithIdToken, SendOtp, VerifyOtp, Resend,
                 RecoverPassword, AdoptSession, SignInByScan, OpenMiniProgram, EnterReturnCode,
                 FinishSignIn, CloseSignIn, LaunchOptions, ApproveScan, DenyScan, PreviewDevice,
                 ApproveDevice, DenyDevice, CurrentAccessToken, Fetch, CurrentSession, CurrentUser,
                 OpenWebView, FetchProfile, UpdateProfile, UploadAvatar, BindPhone, FetchAccount,
                 UpdateAccount, Reauthenticate, ListIdentities, LinkIdentity, UnlinkIdentity,
                 EnrollFactor, ChallengeFactor, VerifyFactor, RemoveFactor, ListFactors,
                 CreateBindCode, RedeemBindCode, AcceptBinding, ConfirmBinding, DeclineBinding,
                 WaitForBinding, Unbind, MergeAccounts, SignOut>;

/// Every outcome that an operation can have.
using Outcome =
    std::variant<Nothing, SessionInfo, SignedUp, User, AccessToken, FetchReply, Profile, Account,
                 LinkedIdentities, EnrolledFactor, FactorChallenge, Factors, BindCode, Binding,
                 DevicePreview, OpenedMiniProgram, Returning, Launch, ApprovedScan, WebViewUrl>;

}  // namespace hufu
