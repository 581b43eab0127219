// The spelling of the public enumerations, the same in all languages; a backend has its dialect's
// name.
#include "hufu/config.h"
#include "hufu/effects.h"
#include "hufu/operations.h"
#include "hufu/session.h"

namespace hufu {

std::string_view name(SessionState state) {
  switch (state) {
    case SessionState::signed_out: return "signed_out";
    case SessionState::signing_in: return "signing_in";
    case SessionState::signed_in: return "signed_in";
    case SessionState::needs_user: break;
  }
  return "needs_user";
}

std::string_view name(EndCause cause) {
  switch (cause) {
    case EndCause::sign_out: return "sign_out";
    case EndCause::refused: return "refused";
    case EndCause::token_reused: return "token_reused";
    case EndCause::not_renewable: return "not_renewable";
    case EndCause::silent_refused: return "silent_refused";
    case EndCause::record_broken: return "record_broken";
    case EndCause::record_foreign: return "record_foreign";
    case EndCause::store_emptied: return "store_emptied";
    case EndCause::not_lent: break;
  }
  return "not_lent";
}

std::string_view rule_of(EndCause cause) {
  switch (cause) {
    case EndCause::sign_out: return "C9";
    case EndCause::refused: return "C4";
    case EndCause::token_reused: return "R3";
    case EndCause::record_broken: return "S6";
    case EndCause::record_foreign: return "S11";
    case EndCause::not_lent: return "O10";
    case EndCause::not_renewable:
    case EndCause::silent_refused:
    case EndCause::store_emptied: break;
  }
  return "R6";
}

std::string_view name(SignUpState state) {
  return state == SignUpState::signed_in ? "signed_in" : "confirmation_pending";
}

std::string_view name(SentAs sent_as) {
  switch (sent_as) {
    case SentAs::not_sent: return "";
    case SentAs::picture: return "picture";
    case SentAs::link: break;
  }
  return "link";
}

std::string_view name(EventKind kind) {
  switch (kind) {
    case EventKind::signed_in: return "signed_in";
    case EventKind::refreshed: return "refreshed";
    case EventKind::user_updated: return "user_updated";
    case EventKind::needs_user: return "needs_user";
    case EventKind::signed_out: return "signed_out";
    case EventKind::store_failed: return "store_failed";
    case EventKind::initial_session: return "initial_session";
    case EventKind::password_recovery: return "password_recovery";
    case EventKind::assurance_changed: break;
  }
  return "assurance_changed";
}

std::string_view name(Platform platform) {
  switch (platform) {
    case Platform::web: return "web";
    case Platform::miniprogram: return "miniprogram";
    case Platform::desktop: return "desktop";
    case Platform::server: break;
  }
  return "server";
}

std::string_view name(SessionSource source) {
  return source == SessionSource::own ? "own" : "borrowed";
}

std::string_view name(CredentialKind kind) {
  switch (kind) {
    case CredentialKind::wechat_code: return "wechat_code";
    case CredentialKind::web_token: return "web_token";
    case CredentialKind::sign_out: break;
  }
  return "sign_out";
}

std::string_view name(const Effect& effect) {
  return std::visit([](const auto& one) { return one.kName; }, effect);
}

}  // namespace hufu
