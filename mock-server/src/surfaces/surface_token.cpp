// The one token of a surface that has no refresh token.
#include "surfaces/surface_token.h"

#include <nlohmann/json.hpp>

#include "crypto/random.h"
#include "jose/token.h"
#include "people/caller.h"

namespace hufu::mock {

std::string make_surface_token(const Secrets& secrets, const SurfaceTokens& kind,
                               const Session& session, WallMs now_ms, const nlohmann::json& more) {
  const std::int64_t now_s = now_ms / 1000;
  nlohmann::json claims = more;
  claims["sub"] = session.user_id;
  claims["sid"] = session.id;
  claims["gen"] = session.counter;
  claims["jti"] = random_hex(12);
  claims["iat"] = now_s;
  claims["nbf"] = now_s;
  claims["exp"] = now_s + kind.life.count();
  return jose::sign(nlohmann::json::object(), claims, *secrets.access_key);
}

std::optional<SessionClaim> read_surface_token(const Secrets& secrets, std::string_view token,
                                               WallMs now_ms) {
  jose::Rules rules;
  rules.now_s = now_ms / 1000;
  // None: the clock is the database's, which is also the one that issued it.
  rules.leeway = std::chrono::seconds(0);
  rules.typ = "JWT";
  jose::KeySet keys;
  keys.add(secrets.access_key);
  const jose::Verification verified = jose::verify(token, keys, rules);
  if (!verified.accepted()) return std::nullopt;
  SessionClaim claim;
  try {
    claim.user_id = verified.claims.at("sub").get<std::string>();
    claim.session_id = verified.claims.at("sid").get<std::string>();
    claim.generation = verified.claims.at("gen").get<int>();
  } catch (const nlohmann::json::exception&) {
    return std::nullopt;
  }
  return claim;
}

SurfaceCaller require_surface_caller(Transaction& transaction, const Secrets& secrets,
                                     const SurfaceTokens& kind, const std::string& token) {
  const auto claim = read_surface_token(secrets, token, transaction.now_ms());
  if (!claim) throw invalid_token();
  return find_surface_caller(transaction, kind.platform, *claim);
}

}  // namespace hufu::mock
