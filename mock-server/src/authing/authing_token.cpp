// Authing's tokens.
#include "authing/authing_token.h"

#include <nlohmann/json.hpp>

#include "authing/authing.h"
#include "crypto/random.h"
#include "jose/token.h"
#include "people/caller.h"

namespace hufu::mock::authing {
namespace {

using Json = nlohmann::json;

Json common_claims(const Backend& backend, const Session& session, const TokenWish& wish,
                   WallMs now_ms) {
  const std::int64_t now_s = now_ms / 1000;
  return {{"iss", issuer_of(backend.config)},
          {"aud", wish.app_id},
          {"sub", session.user_id},
          {"iat", now_s},
          {"exp", now_s + wish.life.count()}};
}

}  // namespace

jose::KeyPointer signing_key(const Secrets& secrets) {
  return jose::Key::derived_es256(secrets.signing_seed, "authing-1");
}

std::string make_access_token(const Backend& backend, const Session& session, const TokenWish& wish,
                              WallMs now_ms) {
  Json claims = common_claims(backend, session, wish, now_ms);
  claims["sid"] = session.id;
  claims["gen"] = session.counter;
  claims["jti"] = random_hex(12);
  claims["scope"] = wish.scope;
  // Where older SDKs look for the user.
  claims["data"] = {{"id", session.user_id}, {"userPoolId", wish.app_id}};
  return jose::sign({{"typ", "at+jwt"}}, claims, *signing_key(backend.secrets));
}

std::string make_id_token(const Backend& backend, const Session& session, const User& user,
                          const TokenWish& wish, WallMs now_ms) {
  Json claims = common_claims(backend, session, wish, now_ms);
  claims["auth_time"] = session.authenticated_ms / 1000;
  claims["nickname"] = user.nickname;
  claims["picture"] = user.avatar_url;
  return jose::sign(Json::object(), claims, *signing_key(backend.secrets));
}

std::optional<VerifiedToken> read_access_token(const Backend& backend, std::string_view token,
                                               WallMs now_ms) {
  jose::Rules rules;
  rules.now_s = now_ms / 1000;
  // None: the clock is the database's, which is also the one that issued it.
  rules.leeway = std::chrono::seconds(0);
  rules.typ = "at+jwt";
  rules.issuer = issuer_of(backend.config);
  jose::KeySet keys;
  keys.add(signing_key(backend.secrets));
  const jose::Verification verified = jose::verify(token, keys, rules);
  if (!verified.accepted()) return std::nullopt;
  VerifiedToken read;
  try {
    read.claim.user_id = verified.claims.at("sub").get<std::string>();
    read.claim.session_id = verified.claims.at("sid").get<std::string>();
    read.claim.generation = verified.claims.at("gen").get<int>();
    read.app_id = verified.claims.at("aud").get<std::string>();
    read.issued_s = verified.claims.at("iat").get<std::int64_t>();
    read.expires_s = verified.claims.at("exp").get<std::int64_t>();
  } catch (const Json::exception&) {
    return std::nullopt;
  }
  return read;
}

SurfaceCaller require_caller(Transaction& transaction, const Backend& backend,
                             const std::string& token) {
  const auto read = read_access_token(backend, token, transaction.now_ms());
  if (!read) throw invalid_token();
  // The session remembers the application it was made for: another's token does not open it.
  return find_surface_caller(transaction, platform_of(read->app_id), read->claim);
}

}  // namespace hufu::mock::authing
