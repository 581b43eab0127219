// Who calls the GoTrue surface.
#include "gotrue/caller.h"

#include "gotrue/tokens.h"
#include "http/errors.h"
#include "people/authorization.h"
#include "store/identities.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;

constexpr WallMs kFreshMs = 10 * 60 * 1000;

Error forbidden(const char* code, const char* message) { return Error(403, code, message); }

}  // namespace

std::string read_token(const Request& request) {
  try {
    return read_bearer(request.headers);
  } catch (const HttpError&) {
    throw Error(401, "no_authorization", "This endpoint requires a Bearer token");
  }
}

Caller find_caller(Transaction& transaction, const Gotrue& gotrue, const std::string& token) {
  const std::optional<Token> access = verify_token(gotrue, token, transaction.now_ms());
  if (!access)
    throw forbidden("bad_jwt", "invalid JWT: unable to parse or verify signature, or expired");
  const std::optional<User> user = find_user(transaction, access->user_id);
  if (!user) throw forbidden("user_not_found", "User from sub claim in JWT does not exist");
  std::optional<Session> session = find_session(transaction, access->session_id);
  const bool lives = session && !session->ended() && session->platform == kPlatform;
  if (!lives || session->user_id != access->user_id)
    throw forbidden("session_not_found", "Session from session_id claim in JWT does not exist");
  if (user->state == "banned") throw forbidden("user_banned", "User is banned");
  // The generation is not compared with the oldest one that counts: clients of this surface hold
  // their access token until it expires, and nothing hangs on it but who they are.
  if (!session->confirmed && access->generation == session->counter) {
    session->confirmed = true;
    save_session(transaction, *session);
  }
  return {*user, *session};
}

asio::awaitable<Caller> authenticate(Gotrue& gotrue, std::string token) {
  auto work = [&gotrue, token](Transaction& transaction) {
    return find_caller(transaction, gotrue, token);
  };
  co_return co_await gotrue.database.run(std::move(work));
}

std::optional<Error> stale_sign_in(Transaction& transaction, const Caller& caller) {
  if (identities_of(transaction, caller.user.id).empty()) return std::nullopt;
  if (transaction.now_ms() - caller.session.authenticated_ms <= kFreshMs) return std::nullopt;
  return Error(400, "reauthentication_needed",
               "Sign in again to do this: the last time was more than ten minutes ago");
}

void require_fresh_sign_in(Transaction& transaction, const Caller& caller) {
  if (const auto error = stale_sign_in(transaction, caller)) throw *error;
}

}  // namespace hufu::mock::gotrue
