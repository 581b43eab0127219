// Who calls: the platform header, the bearer token, and the user they lead to.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <vector>

#include "http/errors.h"
#include "people/backend.h"
#include "store/identities.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock {

struct Caller {
  User user;
  /// The identity that signed in.
  Identity identity;
  /// All of the user's, oldest first.
  std::vector<Identity> identities;
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

/// The same for a token of Clerk's, where the platform is known.
boost::asio::awaitable<Caller> authenticate_with_clerk(Backend& backend, std::string token,
                                                       std::string platform);

/// Throws 403 `reauth_required` unless the person signed in within ten minutes (B6).
void require_fresh_sign_in(const Caller& caller);

HttpError invalid_token();
HttpError session_gone();
HttpError user_banned();
/// For who would need a new account where only those who have one come in.
HttpError user_not_found();
/// Throws `session_not_found` for who is no more, 403 `user_banned`.
void require_active(const User& user);
User require_active_user(Transaction& transaction, const std::string& id);
/// The caller's user inside the transaction that changes it. Throws 401 where sign-out, an
/// absorption or the end of the account came between; `user_banned`.
User require_still_there(Transaction& transaction, const Caller& caller);
/// R2: an access token of the newest generation proves that its client holds the refresh token that
/// came with it.
void confirm_generation(Transaction& transaction, const Session& session, int generation);

}  // namespace hufu::mock
