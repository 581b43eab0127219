// The spelling of the public enumerations, the same in all languages; a backend has its dialect's
// name.
#include "hufu/config.h"
#include "hufu/effects.h"
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

std::string_view name(SignUpState state) {
  return state == SignUpState::signed_in ? "signed_in" : "confirmation_pending";
}

std::string_view name(EventKind kind) {
  switch (kind) {
    case EventKind::signed_in: return "signed_in";
    case EventKind::refreshed: return "refreshed";
    case EventKind::user_updated: return "user_updated";
    case EventKind::needs_user: return "needs_user";
    case EventKind::signed_out: return "signed_out";
    case EventKind::store_failed: break;
  }
  return "store_failed";
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
