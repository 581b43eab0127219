// POST /token?grant_type=id_token: a provider's word for who somebody is, got without this server
// (Sign in with Google or Apple in an application), becomes a session.
#include <nlohmann/json.hpp>

#include "gotrue/body.h"
#include "gotrue/errors.h"
#include "gotrue/id_tokens.h"
#include "gotrue/identity_rules.h"
#include "gotrue/limits.h"
#include "gotrue/user_answer.h"
#include "people/profile_rules.h"
#include "people/wechat_union.h"
#include "store/audit.h"

namespace hufu::mock::gotrue {
namespace {

namespace asio = boost::asio;
using Json = nlohmann::json;

struct IdTokenWish {
  IdIssuer issuer;
  std::string id_token;
  std::string access_token;
  std::string nonce;
  /// To add the identity to the account of who calls; empty otherwise.
  std::string link_token;
  std::string address;
};

Error bad_request(const char* message) { return oauth_refusal("invalid request", message); }

IdIssuer require_issuer(const Gotrue& gotrue, const std::string& provider) {
  const std::optional<IdIssuer> issuer = find_id_issuer(provider);
  if (!issuer) throw validation_failed("Custom OIDC provider not allowed");
  const bool is_played = *issuer->client_id != '\0';
  if (is_played && gotrue.oddities().believes_id_tokens) return *issuer;
  throw Error(400, "provider_disabled",
              std::string("Provider (issuer \"") + issuer->issuer + "\") is not enabled");
}

IdTokenWish read_id_token_wish(const Gotrue& gotrue, const Request& request) {
  const JsonBody body = read_body(request);
  IdTokenWish wish;
  wish.id_token = body.optional_text("id_token").value_or("");
  if (wish.id_token.empty()) throw bad_request("id_token required");
  const std::string provider = body.optional_text("provider", 64).value_or("");
  if (provider.empty()) throw bad_request("provider or client_id and issuer required");
  wish.issuer = require_issuer(gotrue, provider);
  wish.access_token = body.optional_text("access_token").value_or("");
  wish.nonce = body.optional_text("nonce").value_or("");
  if (body.flag_or("link_identity", false)) wish.link_token = read_token(request);
  wish.address = request.remote_address;
  return wish;
}

std::string text_in(const Json& claims, const char* name) {
  const auto found = claims.find(name);
  return found != claims.end() && found->is_string() ? found->get<std::string>() : "";
}

void require_bound(const IdTokenWish& wish, const Json& claims) {
  const std::string nonce = text_in(claims, "nonce");
  if (nonce.empty() != wish.nonce.empty()) {
    throw bad_request("Passed nonce and nonce in id_token should either both exist or not.");
  }
  if (!nonce.empty() && nonce != shown_nonce(wish.nonce))
    throw oauth_refusal("invalid nonce", "Nonces mismatch");
  const std::string hash = text_in(claims, "at_hash");
  const bool is_foreign =
      !hash.empty() && !wish.access_token.empty() && hash != shown_access_token(wish.access_token);
  if (is_foreign) throw bad_request("Bad ID token");
  if (text_in(claims, "sub").empty()) throw bad_request("Missing sub claim in id_token");
}

NewIdentity named_by(const Gotrue& gotrue, const IdTokenWish& wish, const Json& claims) {
  NewIdentity wanted;
  wanted.provider = wish.issuer.provider;
  wanted.app_id = wish.issuer.issuer;
  wanted.subject = text_in(claims, "sub");
  if (is_acceptable_nickname(text_in(claims, "name"))) wanted.nickname = text_in(claims, "name");
  if (is_acceptable_avatar(gotrue.config, text_in(claims, "picture")))
    wanted.avatar_url = text_in(claims, "picture");
  return wanted;
}

Identity find_or_admit(Transaction& transaction, const Gotrue& gotrue, const NewIdentity& wanted) {
  const FoundIdentity found = find_or_create_identity(transaction, wanted);
  if (found.is_new && !gotrue.oddities().admits_new_people) throw sign_ups_disabled();
  return found.identity;
}

Identity link_to_caller(Transaction& transaction, const Gotrue& gotrue, const IdTokenWish& wish,
                        const NewIdentity& wanted) {
  const Caller caller = find_caller(transaction, gotrue, wish.link_token);
  require_fresh_for_identities(transaction, gotrue, caller);
  const auto known =
      find_identity_by_subject(transaction, wanted.provider, wanted.app_id, wanted.subject);
  const auto taken = [](const char* message) {
    return Error(422, "identity_already_exists", message);
  };
  if (known && known->user_id == caller.user.id) throw taken("Identity is already linked");
  if (known) throw taken("Identity is already linked to another user");
  const auto identity = add_identity(transaction, caller.user.id, wanted);
  if (!identity) throw taken("This account has another identity of this provider; unlink it first");
  renew_sessions_of(transaction, caller.user.id);
  write_audit(transaction, "linked", caller.user.id, identity->id, wanted.provider);
  return *identity;
}

Json sign_in_by(Transaction& transaction, const Gotrue& gotrue, const IdTokenWish& wish) {
  count_token_request(transaction, gotrue, wish.address);
  const Json claims =
      verified_id_token(gotrue.backend.secrets, wish.issuer, wish.id_token, transaction.now_ms());
  require_bound(wish, claims);
  const NewIdentity wanted = named_by(gotrue, wish, claims);
  Identity identity = wish.link_token.empty() ? find_or_admit(transaction, gotrue, wanted)
                                              : link_to_caller(transaction, gotrue, wish, wanted);
  identity.verified_name = wanted.nickname;
  // An address that the provider has not proved is nobody's (B15).
  const bool proved = claims.value("email_verified", Json(false)) == true;
  identity.verified_email = proved ? text_in(claims, "email") : "";
  save_identity(transaction, identity);
  const User user = find_user(transaction, identity.user_id).value();
  if (user.state == "banned") throw Error(403, "user_banned", "User is banned");
  const Session session = create_session(transaction, user.id, identity.id, kPlatform, "oauth");
  write_audit(transaction, "signed_in", user.id, session.id, wanted.provider);
  return session_json(transaction, gotrue, session, user);
}

}  // namespace

asio::awaitable<Response> grant_id_token(Gotrue& gotrue, Request request) {
  const IdTokenWish wish = read_id_token_wish(gotrue, request);
  auto work = [&gotrue, wish](Transaction& transaction) {
    return sign_in_by(transaction, gotrue, wish);
  };
  const Json session = co_await gotrue.database.run(std::move(work));
  co_return json_response(200, session);
}

}  // namespace hufu::mock::gotrue
