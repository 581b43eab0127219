// Who calls: the platform header, the bearer token, and the user they lead to.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "backend/backend.h"
#include "http/errors.h"
#include "store/identities.h"
#include "store/users.h"

namespace hufu::mock {

struct Caller {
  User user;
  /// The identity that signed in.
  Identity identity;
  std::string platform;
  /// Of ours, or Clerk's with the prefix "clerk:".
  std::string session_id;
  bool is_own_session = false;
  /// When they last proved who they are; 0 if unknown.
  WallMs authenticated_ms = 0;
  WallMs now_ms = 0;
};

/// The value of X-Platform. Throws 400 `invalid_platform` unless there is exactly one and it is
/// known.
std::string read_platform(const Request& request);

/// Chooses the verifier by the token's issuer. Throws 401 `invalid_token` or `session_not_found`,
/// 403 `user_banned`, 503 when what it takes to decide is away. Writes: first sight of a Clerk
/// user, the confirmation of a refresh (R2).
boost::asio::awaitable<Caller> authenticate(Backend& backend, Headers headers);

/// Throws 403 `reauth_required` unless the person signed in within ten minutes (B6).
void require_fresh_sign_in(const Caller& caller);

HttpError invalid_token();

}  // namespace hufu::mock
