// What a client knows of the person who is signed in.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "hufu/errors.h"
#include "hufu/language.h"
#include "hufu/secret.h"
#include "hufu/time.h"

namespace hufu {

/// The public state. `needs_user`: the session is kept, but only the person can bring it back.
enum class SessionState : std::uint8_t {
  signed_out,
  signing_in,
  signed_in,
  needs_user,
};

std::string_view name(SessionState state);

/// A person as the backend knows them. Nickname and picture are hints to show, never proof.
struct User {
  std::string id;
  std::string nickname;
  std::string avatar_url;

  bool operator==(const User&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("nickname", self.nickname);
    visit("avatar_url", self.avatar_url);
  }
};

/// What ended a session.
enum class EndCause : std::uint8_t {
  sign_out,        ///< Somebody signed out, here or where else this store is used (C9).
  refused,         ///< The server has refused for good to renew it (C4).
  token_reused,    ///< The same, because a refresh token came that was spent before (R3).
  not_renewable,   ///< The access token has ended, and nothing can renew it (R6).
  silent_refused,  ///< The new WeChat code that was to go on with it was not given or taken (R6).
  record_broken,   ///< What was stored could not be read, and was set aside (S6).
  record_foreign,  ///< What is stored is another server's or a newer version's: left alone (S11).
  store_emptied,   ///< It went from the store without a word: its data was cleared, or a file (R6).
  not_lent,        ///< The host that lends tokens has nobody signed in any more (O10).
};

std::string_view name(EndCause cause);
/// The rule, e.g. `C4`.
std::string_view rule_of(EndCause cause);
/// Why that was, and what to do. Not in core.wasm.
std::string_view sentence(EndCause cause, Language language);

/// How the last session ended, or why only the person can go on with this one. No token in it, no
/// code of one, and nobody's name: it may be logged.
struct SessionEnd {
  EndCause cause = EndCause::sign_out;
  std::string rule;          ///< The rule by which it ended, of docs/rules.md.
  std::optional<Errc> code;  ///< The error that ended it; none for a sign-out.
  int http_status = 0;       ///< Of the server's answer; 0 where none ended it.
  std::string server_code;   ///< The server's own name for that, e.g. `session_not_found`.
  double at_ms = 0;          ///< When that was, by this machine's clock, since 1970.

  bool operator==(const SessionEnd&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("cause", self.cause);
    visit("rule", self.rule);
    visit("code", self.code);
    visit("http_status", self.http_status);
    visit("server_code", self.server_code);
    visit("at_ms", self.at_ms);
  }
};

/// The session as an application sees it: no token in it.
struct SessionInfo {
  SessionState state = SessionState::signed_out;
  std::optional<User> user;
  bool is_new_user = false;         ///< Set by a sign-in that registered the person.
  Millis expires_in_ms = 0;         ///< Of the access token, from now; 0 if unknown or none.
  std::optional<SessionEnd> ended;  ///< Where nobody is signed in, or `needs_user`: why.
  std::string assurance;            ///< `aal1`, or `aal2` after a second factor; else empty.
  std::string assurance_to_reach;   ///< `aal2` where the person has a second factor to show.
  std::string link;                 ///< Where a page was asked for `as_link`.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("state", self.state);
    visit("user", self.user);
    visit("is_new_user", self.is_new_user);
    visit("expires_in_ms", self.expires_in_ms);
    visit("ended", self.ended);
    visit("assurance", self.assurance);
    visit("assurance_to_reach", self.assurance_to_reach);
    visit("link", self.link);
  }
};

/// What came of a sign-up. `confirmation_pending`: an address is to be confirmed first.
enum class SignUpState : std::uint8_t {
  signed_in,
  confirmation_pending,
};

std::string_view name(SignUpState state);

/// The result of a sign-up or of a code: a session, or an address to be confirmed.
struct SignedUp {
  SignUpState state = SignUpState::signed_in;
  std::string address;  ///< Where the e-mail was sent to, or would have been.
  std::optional<User> user;
  bool is_new_user = false;
  Millis expires_in_ms = 0;  ///< Of the access token, from now; 0 if unknown or none.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("state", self.state);
    visit("address", self.address);
    visit("user", self.user);
    visit("is_new_user", self.is_new_user);
    visit("expires_in_ms", self.expires_in_ms);
  }
};

/// An access token for a caller that sends requests by other means.
struct AccessToken {
  Secret token;
  Millis expires_in_ms = 0;  ///< From now; 0 for a borrowed token, whose life the host knows.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("token", self.token);
    visit("expires_in_ms", self.expires_in_ms);
  }
};

/// One way of signing in that belongs to a person.
struct Identity {
  std::string provider;  ///< `wechat` or `clerk`.
  std::string app_id;

  bool operator==(const Identity&) const = default;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("provider", self.provider);
    visit("app_id", self.app_id);
  }
};

/// The person's profile at the backend.
struct Profile {
  std::string id;
  std::string nickname;
  std::string avatar_url;
  std::string email;
  std::string platform;
  std::vector<Identity> identities;

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("id", self.id);
    visit("nickname", self.nickname);
    visit("avatar_url", self.avatar_url);
    visit("email", self.email);
    visit("platform", self.platform);
    visit("identities", self.identities);
  }
};

/// What happened to the session; every change of state is told once.
enum class EventKind : std::uint8_t {
  signed_in,
  refreshed,
  user_updated,
  needs_user,
  signed_out,
  store_failed,       ///< The session lives in memory only, or a broken record was set aside.
  initial_session,    ///< Who is here is known: the store was read, the first time.
  password_recovery,  ///< Somebody came by the link or code for a forgotten password.
  assurance_changed,  ///< The same session has another assurance level.
};

std::string_view name(EventKind kind);

struct Event {
  EventKind kind = EventKind::signed_in;
  SessionState state = SessionState::signed_out;
  std::optional<User> user;
  std::optional<Errc> reason;  ///< Why, for `needs_user`, `signed_out` and `store_failed`.

  template <class Self, class Visit>
  static void fields(Self& self, Visit&& visit) {
    visit("kind", self.kind);
    visit("state", self.state);
    visit("user", self.user);
    visit("reason", self.reason);
  }
};

}  // namespace hufu
