// /oidc/…: tokens for a refresh token, an end for any token, and the key that tokens are checked
// with.
#include <nlohmann/json.hpp>
#include <variant>

#include "authing/authing.h"
#include "authing/authing_token.h"
#include "authing/token_set.h"
#include "http/errors.h"
#include "people/renewal.h"
#include "people/tokens.h"
#include "store/audit.h"

namespace hufu::mock::authing {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;
// An error is a value here: ending a session because of a reuse has to be committed, an exception
// would undo it.
using Outcome = std::variant<Json, HttpError>;

HttpError invalid_grant() { return HttpError(400, "invalid_grant", "grant request is invalid"); }

std::multimap<std::string, std::string> read_form(const Request& request) {
  const std::string type = request.headers.find("Content-Type").value_or("");
  if (type.substr(0, type.find(';')) != "application/x-www-form-urlencoded")
    throw invalid_request("The body has to be a form.");
  const auto form = parse_form(request.body);
  if (!form) throw invalid_request("The form is malformed.");
  return *form;
}

std::string only(const std::multimap<std::string, std::string>& form, const std::string& name) {
  if (form.count(name) > 1) throw invalid_request("The form has " + name + " twice.");
  const auto found = form.find(name);
  return found == form.end() ? "" : found->second;
}

// The header is how the mini-program SDKs name themselves, client_id how OAuth does.
std::string app_of(const Authing& authing, const Request& request, const std::string& client_id) {
  Request named = request;
  if (!client_id.empty()) named.headers.set("x-authing-app-id", client_id);
  return read_app_id(authing.config, named);
}

Outcome renew(Transaction& transaction, const Backend& backend, const RefreshToken& token,
              const std::string& app_id) {
  const Renewal renewal =
      renew_session(transaction, backend, token, platform_of(app_id), backend.config.refresh_reuse);
  if (renewal.verdict != RenewalVerdict::renewed) return invalid_grant();
  TokenWish wish;
  wish.app_id = app_id;
  wish.scope = "openid profile offline_access";
  wish.life = backend.config.access_token_life;
  return renewed_token_set(backend, renewal.session, renewal.user, wish, transaction.now_ms());
}

std::optional<Session> session_of_access_token(Transaction& transaction, const Backend& backend,
                                               const std::string& text) {
  const auto read = read_access_token(backend, text, transaction.now_ms());
  if (!read) return std::nullopt;
  return find_session(transaction, read->claim.session_id);
}

std::optional<Session> session_of_refresh_token(Transaction& transaction, const Backend& backend,
                                                const std::string& text) {
  const auto token = parse_refresh_token(text);
  if (!token) return std::nullopt;
  auto session = find_session(transaction, token->session_id);
  if (!session || !is_genuine(backend.secrets, *token, *session)) return std::nullopt;
  return session;
}

// RFC 7009: a token that means nothing (any more) is no error, one of another application is left
// alone.
void revoke(Transaction& transaction, const Backend& backend, const std::string& text,
            const std::string& app_id) {
  auto session = session_of_access_token(transaction, backend, text);
  if (!session) session = session_of_refresh_token(transaction, backend, text);
  if (!session || session->ended() || session->platform != platform_of(app_id)) return;
  end_session(transaction, session->id, "signed_out");
  write_audit(transaction, "signed_out", session->user_id, session->id, "local");
}

}  // namespace

asio::awaitable<Response> refresh_tokens(Authing& authing, Request request) {
  const auto form = read_form(request);
  if (only(form, "grant_type") != "refresh_token")
    throw HttpError(400, "unsupported_grant_type", "Only refresh_token is taken here.");
  const std::string app_id = app_of(authing, request, only(form, "client_id"));
  const auto token = parse_refresh_token(only(form, "refresh_token"));
  if (!token) throw invalid_grant();
  auto work = [&authing, token, app_id](Transaction& transaction) {
    return renew(transaction, authing.backend, *token, app_id);
  };
  const Outcome outcome = co_await authing.backend.database.run(std::move(work));
  if (const auto* error = std::get_if<HttpError>(&outcome)) throw *error;
  co_return json_response(200, std::get<Json>(outcome));
}

asio::awaitable<Response> revoke_token(Authing& authing, Request request) {
  const auto form = read_form(request);
  const std::string token = only(form, "token");
  if (token.empty()) throw invalid_request("The field token is missing or empty.");
  const std::string app_id = app_of(authing, request, only(form, "client_id"));
  auto work = [&authing, token, app_id](Transaction& transaction) {
    revoke(transaction, authing.backend, token, app_id);
  };
  co_await authing.backend.database.run(std::move(work));
  co_return empty_response(200);
}

asio::awaitable<Response> show_keys(Authing& authing, Request) {
  jose::KeySet keys;
  keys.add(signing_key(authing.backend.secrets));
  co_return text_response(200, jose::public_jwks(keys), "application/json; charset=utf-8");
}

asio::awaitable<Response> show_configuration(Authing& authing, Request) {
  const std::string issuer = issuer_of(authing.backend.config);
  Json configuration;
  configuration["issuer"] = issuer;
  configuration["jwks_uri"] = issuer + "/.well-known/jwks.json";
  configuration["token_endpoint"] = issuer + "/token";
  configuration["revocation_endpoint"] = issuer + "/token/revocation";
  configuration["id_token_signing_alg_values_supported"] = Json::array({"ES256"});
  configuration["grant_types_supported"] = Json::array({"refresh_token"});
  configuration["response_types_supported"] = Json::array();
  configuration["subject_types_supported"] = Json::array({"public"});
  co_return json_response(200, configuration);
}

}  // namespace hufu::mock::authing
