// POST /oauth/introspect (RFC 7662): an application's server asks whether an access token of ours
// still counts.
#include <nlohmann/json.hpp>

#include "people/server_caller.h"
#include "people/tokens.h"
#include "store/holders.h"
#include "unified/oauth_form.h"
#include "unified/session_answer.h"
#include "unified/unified.h"

namespace hufu::mock::unified {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

bool is_of_now(const AccessToken& token, const HeldSession& held) {
  return !held.session.ended() && token.generation >= held.session.oldest_generation &&
         token.user_id == held.session.user_id && held.user.state == "active";
}

// Alike for everything that does not count: who asks learns nothing of why.
Json not_active() {
  Json answer;
  answer["active"] = false;
  return answer;
}

Json introspect(Transaction& transaction, const Backend& backend, const std::string& text) {
  const auto token = read_verified_token(backend.secrets, text, transaction.now_ms());
  if (!token) return not_active();
  const auto held = find_held_session(transaction, token->access.session_id);
  if (!held || !is_of_now(token->access, *held)) return not_active();
  Json answer = ids_claim(held->user);
  answer["active"] = true;
  answer["token_type"] = "Bearer";
  answer["iss"] = kOwnIssuer;
  answer["aud"] = kOwnAudience;
  answer["sub"] = held->user.id;
  answer["sid"] = held->session.id;
  answer["platform"] = held->session.platform;
  answer["iat"] = token->issued_s;
  answer["exp"] = token->expires_s;
  return answer;
}

}  // namespace

asio::awaitable<Response> introspect_token(Backend& backend, Request request) {
  require_server(backend, request.headers, Scope::introspect);
  const Form form = read_form(request);
  const std::string token = field(form, "token", kBodyLimitBytes);
  auto work = [&backend, token](Transaction& transaction) {
    return introspect(transaction, backend, token);
  };
  const Json answer = co_await backend.database.look(std::move(work));
  co_return json_response(200, answer);
}

}  // namespace hufu::mock::unified
