// Who calls the GoTrue surface: the bearer token, and the user and session it leads to.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>

#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "store/sessions.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

struct Caller {
  User user;
  Session session;
};

/// Throws 401 `no_authorization`.
std::string read_token(const Request& request);

/// Throws 403 `bad_jwt`, `session_not_found`, `user_not_found` or `user_banned`. Writes the
/// confirmation of a refresh (R2).
Caller find_caller(Transaction& transaction, const Gotrue& gotrue, const std::string& token);

/// Both of the above, in a transaction of its own: for stories that ask upstreams afterwards.
boost::asio::awaitable<Caller> authenticate(Gotrue& gotrue, std::string token);

/// 400 `reauthentication_needed` unless the person signed in within ten minutes: changing
/// how one signs in needs it (B6, B14). Who is anonymous has nothing to sign in with.
std::optional<Error> stale_sign_in(Transaction& transaction, const Caller& caller);
/// Throws it.
void require_fresh_sign_in(Transaction& transaction, const Caller& caller);

}  // namespace hufu::mock::gotrue
