// An application's own server, which may do everything to everybody.
#include "gotrue/admin_caller.h"

#include <nlohmann/json.hpp>

#include "crypto/digest.h"
#include "gotrue/caller.h"
#include "gotrue/errors.h"

namespace hufu::mock::gotrue {
namespace {

// Null where the token is not ours.
nlohmann::json claims_of(const Gotrue& gotrue, const std::string& token) {
  jose::Rules rules;
  rules.now_s = gotrue.backend.clock.now_ms() / 1000;
  rules.typ = std::nullopt;
  // A project's keys outlive whoever made them, and libraries leave `exp` away.
  rules.expiry_required = false;
  return verified_claims(gotrue.keys, token, rules);
}

bool has_admin_role(const nlohmann::json& claims) {
  const auto role = claims.find("role");
  return role != claims.end() && (*role == "service_role" || *role == "supabase_admin");
}

bool is_configured_key(const Gotrue& gotrue, const std::string& key) {
  const std::string& own = gotrue.config.supabase_service_role_key;
  return !own.empty() && equal_in_constant_time(key, own);
}

}  // namespace

bool is_service_key(const Gotrue& gotrue, const std::string& key) {
  return is_configured_key(gotrue, key) || has_admin_role(claims_of(gotrue, key));
}

bool is_admin(const Gotrue& gotrue, const Request& request) {
  try {
    return is_service_key(gotrue, read_token(request));
  } catch (const Error&) {
    return false;
  }
}

void require_admin(const Gotrue& gotrue, const Request& request) {
  const std::string token = read_token(request);
  if (is_configured_key(gotrue, token)) return;
  const nlohmann::json claims = claims_of(gotrue, token);
  if (claims.is_null())
    throw Error(403, "bad_jwt", "invalid JWT: unable to parse or verify signature");
  if (!has_admin_role(claims)) throw Error(403, "not_admin", "User not allowed");
}

}  // namespace hufu::mock::gotrue
