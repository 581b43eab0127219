// POST /token?grant_type=refresh_token: the next generation of a session's tokens.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <variant>

#include "gotrue/body.h"
#include "gotrue/errors.h"
#include "gotrue/gotrue.h"
#include "gotrue/limits.h"
#include "gotrue/user_answer.h"
#include "people/renewal.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// Ending a session because of a reuse has to be committed, and so has the count of requests.
using Outcome = std::variant<Json, Error>;

Error refusal(const char* code, const char* why) {
  return Error(400, code, std::string("Invalid Refresh Token: ") + why);
}

// Tokens that are nobody's, another surface's or forged are alike: not found.
Error error_for(RenewalVerdict verdict) {
  switch (verdict) {
    case RenewalVerdict::ended: return refusal("session_not_found", "Session Not Found");
    case RenewalVerdict::banned: return refusal("user_banned", "User Banned");
    case RenewalVerdict::expired: return refusal("session_expired", "Session Expired");
    case RenewalVerdict::reused: return refusal("refresh_token_already_used", "Already Used");
    case RenewalVerdict::renewed:
    case RenewalVerdict::unknown:
    case RenewalVerdict::forged:
    case RenewalVerdict::other_platform: break;
  }
  return refusal("refresh_token_not_found", "Refresh Token Not Found");
}

// Twelve letters and digits were a refresh token until 2025: one that may have been real.
bool is_of_older_form(const std::string& text) {
  return text.size() == 12 && std::ranges::all_of(text, [](char symbol) {
           return (symbol >= 'a' && symbol <= 'z') || (symbol >= '0' && symbol <= '9');
         });
}

std::string read_refresh_token(const Request& request) {
  return read_body(request).optional_text("refresh_token", 4096).value_or("");
}

Error malformed(const std::string& text) {
  return token_refusal("validation_failed", text.empty() ? "invalid_request" : "invalid_grant",
                       "Refresh token is not valid");
}

RefreshReuse reuse_rule(const Gotrue& gotrue) {
  const auto interval_s = gotrue.oddities().reuse_interval_s;
  if (!interval_s) return gotrue.config.refresh_reuse;
  return {RefreshReuse::Rule::interval, std::chrono::seconds(*interval_s)};
}

Outcome renew(Transaction& transaction, const Gotrue& gotrue, const std::string& text,
              const std::string& address) {
  count_token_request(transaction, gotrue, address);
  const std::optional<RefreshToken> token = parse_refresh_token(text);
  if (!token && !is_of_older_form(text)) return malformed(text);
  if (!token) return error_for(RenewalVerdict::unknown);
  const Renewal renewal =
      renew_session(transaction, gotrue.backend, *token, kPlatform, reuse_rule(gotrue));
  if (renewal.verdict != RenewalVerdict::renewed) return error_for(renewal.verdict);
  return renewed_session_json(transaction, gotrue, renewal.session, renewal.user);
}

// The row stayed locked by others for seconds: GoTrue's word for it. The client comes again.
asio::awaitable<Outcome> renew_or_conflict(Gotrue& gotrue, std::string text, std::string address) {
  auto work = [&gotrue, text, address](Transaction& transaction) {
    return renew(transaction, gotrue, text, address);
  };
  try {
    co_return co_await gotrue.database.run(std::move(work));
  } catch (const DatabaseFailure& failure) {
    if (!failure.was_locked()) throw;
    throw Error(409, "conflict",
                "Too many concurrent token refresh requests on the same session or refresh "
                "token");
  }
}

}  // namespace

asio::awaitable<Response> grant_refresh(Gotrue& gotrue, Request request) {
  const std::string text = read_refresh_token(request);
  const Outcome outcome = co_await renew_or_conflict(gotrue, text, request.remote_address);
  if (const auto* error = std::get_if<Error>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

}  // namespace hufu::mock::gotrue
