// The access token of the GoTrue surface.
#include "gotrue/tokens.h"

#include <nlohmann/json.hpp>

#include "gotrue/assurance.h"
#include "jose/token.h"

namespace hufu::mock::gotrue {
namespace {

using Json = nlohmann::json;

constexpr const char* kAudience = "authenticated";

// Supabase's session ids are UUIDs; ours are the same 128 bits without the hyphens.
std::string with_hyphens(const std::string& hex) {
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

std::string without_hyphens(std::string uuid) {
  std::erase(uuid, '-');
  return uuid;
}

}  // namespace

std::string make_token(const Gotrue& gotrue, const Session& session, const Json& user,
                       WallMs now_ms) {
  const std::int64_t now_s = now_ms / 1000;
  Json claims;
  if (gotrue.oddities().names_issuer) claims["iss"] = gotrue.issuer();
  claims["sub"] = session.user_id;
  claims["aud"] = kAudience;
  claims["iat"] = now_s;
  claims["exp"] = now_s + gotrue.token_life().count();
  for (const char* name :
       {"email", "phone", "app_metadata", "user_metadata", "role", "is_anonymous"}) {
    claims[name] = user.at(name);
  }
  claims["aal"] = assurance_of(session);
  claims["amr"] = methods_json(session);
  claims["session_id"] = with_hyphens(session.id);
  // Not GoTrue's: by it the server sees that a refresh has arrived (R2).
  claims["gen"] = session.counter;
  return jose::sign(Json::object(), claims, signing_key(gotrue.keys, gotrue.oddities()));
}

std::optional<Token> verify_token(const Gotrue& gotrue, std::string_view token, WallMs now_ms) {
  jose::Rules rules;
  rules.now_s = now_ms / 1000;
  rules.leeway = std::chrono::seconds(0);  // the clock that judges is the one that issued
  if (gotrue.oddities().names_issuer) rules.issuer = gotrue.issuer();
  rules.audience = kAudience;
  const Json claims = verified_claims(gotrue.keys, token, rules);
  if (claims.is_null()) return std::nullopt;
  Token access;
  try {
    access.user_id = claims.at("sub").get<std::string>();
    access.session_id = without_hyphens(claims.at("session_id").get<std::string>());
    access.generation = claims.at("gen").get<int>();
  } catch (const Json::exception&) {
    return std::nullopt;
  }
  return access;
}

}  // namespace hufu::mock::gotrue
