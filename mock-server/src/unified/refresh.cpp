// POST /api/auth/refresh: the next generation of a session's tokens.
#include <nlohmann/json.hpp>
#include <variant>

#include "http/errors.h"
#include "http/json_body.h"
#include "people/caller.h"
#include "people/renewal.h"
#include "people/tokens.h"
#include "unified/session_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// An error is a value here: ending a session because of a reuse has to be committed, an exception
// would undo it.
using Outcome = std::variant<Json, HttpError>;

HttpError terminal(std::string code, std::string message) {
  return HttpError(400, std::move(code), std::move(message));
}

HttpError error_for(RenewalVerdict verdict) {
  switch (verdict) {
    case RenewalVerdict::unknown:
      return terminal("refresh_token_not_found",
                      "This refresh token is not known here. Sign in again.");
    case RenewalVerdict::other_platform: return invalid_token();
    case RenewalVerdict::ended:
      return terminal("session_not_found", "This session has ended. Sign in again.");
    case RenewalVerdict::banned: return terminal("user_banned", "This account is blocked.");
    case RenewalVerdict::expired:
      return terminal("session_expired", "This session is too old. Sign in again.");
    case RenewalVerdict::reused:
      return terminal("refresh_token_already_used",
                      "This refresh token has been used before. The session has been ended.");
    case RenewalVerdict::renewed:
    case RenewalVerdict::forged: break;
  }
  return terminal("invalid_grant", "This refresh token is not valid.");
}

Outcome renew(Transaction& transaction, const Backend& backend, const RefreshToken& token,
              const std::string& platform) {
  const Renewal renewal =
      renew_session(transaction, backend, token, platform, backend.config.refresh_reuse);
  if (renewal.verdict != RenewalVerdict::renewed) return error_for(renewal.verdict);
  return renewed_session_json(backend, renewal.session, renewal.user, transaction.now_ms());
}

}  // namespace

asio::awaitable<Response> refresh_session(Backend& backend, Request request) {
  const std::string platform = read_platform(request);
  const std::string text = JsonBody(request).text("refreshToken", 1024);
  const std::optional<RefreshToken> token = parse_refresh_token(text);
  if (!token) throw terminal("invalid_grant", "This refresh token is not valid.");
  auto work = [&backend, token, platform](Transaction& transaction) {
    return renew(transaction, backend, *token, platform);
  };
  const Outcome outcome = co_await backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::unified
