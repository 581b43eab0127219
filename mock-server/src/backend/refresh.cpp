// POST /api/auth/refresh: the next generation of a session's tokens.
#include <nlohmann/json.hpp>
#include <variant>

#include "backend/backend.h"
#include "backend/caller.h"
#include "backend/json_body.h"
#include "backend/rotation.h"
#include "backend/session_answer.h"
#include "backend/tokens.h"
#include "http/errors.h"
#include "store/audit.h"

namespace hufu::mock {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// An error is a value here: ending a session because of a reuse has to be committed, an exception
// would undo it.
using Outcome = std::variant<Json, HttpError>;

HttpError terminal(std::string code, std::string message) {
  return HttpError(400, std::move(code), std::move(message));
}

std::optional<HttpError> refuse_state(const Session& session, const std::optional<User>& user,
                                      const Config& config, WallMs now_ms) {
  if (session.ended() || !user || user->state == "tombstone") {
    return terminal("session_not_found", "This session has ended. Sign in again.");
  }
  if (user->state == "banned") return terminal("user_banned", "This account is blocked.");
  const bool idle = now_ms - session.rotated_ms > config.session_idle_life.count() * 1000;
  const bool old = now_ms - session.created_ms > config.session_absolute_life.count() * 1000;
  if (idle || old) return terminal("session_expired", "This session is too old. Sign in again.");
  return std::nullopt;
}

Outcome punish_reuse(Transaction& transaction, const Session& session) {
  end_session(transaction, session.id, "reuse");
  write_audit(transaction, "reuse_detected", session.user_id, session.id, "session ended");
  return terminal("refresh_token_already_used",
                  "This refresh token has been used before. The session has been ended.");
}

Outcome rotate(Transaction& transaction, const Backend& backend, const RefreshToken& token,
               const std::string& platform) {
  const WallMs now_ms = transaction.now_ms();
  std::optional<Session> session = find_session(transaction, token.session_id);
  if (!session)
    return terminal("refresh_token_not_found",
                    "This refresh token is not known here. Sign in again.");
  if (!is_genuine(backend.secrets, token, *session))
    return terminal("invalid_grant", "This refresh token is not valid.");
  if (session->platform != platform) return invalid_token();
  const std::optional<User> user = find_user(transaction, session->user_id);
  if (auto refused = refuse_state(*session, user, backend.config, now_ms)) return *refused;
  const Rotation rotation =
      decide_rotation(*session, token.counter, now_ms, backend.config.refresh_reuse);
  if (rotation == Rotation::foreign)
    return terminal("invalid_grant", "This refresh token is not valid.");
  if (rotation == Rotation::reuse) return punish_reuse(transaction, *session);
  apply_rotation(*session, rotation, token.counter, now_ms, backend.config.refresh_reuse);
  save_session(transaction, *session);
  write_audit(transaction, rotation == Rotation::rotate ? "refreshed" : "refresh_repeated",
              session->user_id, session->id, "");
  return session_json(backend.config, backend.secrets, *session, *user, now_ms);
}

}  // namespace

asio::awaitable<Response> refresh_session(Backend& backend, Request request) {
  const std::string platform = read_platform(request);
  const std::string text = JsonBody(request).text("refreshToken", 1024);
  const std::optional<RefreshToken> token = parse_refresh_token(text);
  if (!token) throw terminal("invalid_grant", "This refresh token is not valid.");
  auto work = [&backend, token, platform](Transaction& transaction) {
    return rotate(transaction, backend, *token, platform);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock
