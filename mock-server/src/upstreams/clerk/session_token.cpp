// Clerk's session token (clerk.com/docs/guides/sessions/session-tokens).
#include "upstreams/clerk/session_token.h"

#include "crypto/random.h"

namespace hufu::mock::clerk {
namespace {

using nlohmann::json;

constexpr std::int64_t kNotBeforeSlackS = 10;
constexpr WallMs kMinuteMs = 60'000;

void add_organization_v1(json& claims, const Organization& organization) {
  claims["org_id"] = organization.id;
  claims["org_slug"] = organization.slug;
  claims["org_role"] = "org:" + organization.role;
  claims["org_permissions"] = json::array();
}

// Version 2 packs the organization into one claim with short names, without the prefix "org:".
void add_version_2(json& claims, const std::optional<Organization>& organization) {
  claims["v"] = 2;
  claims["pla"] = organization ? "o:free" : "u:free";
  claims["fea"] = "";
  if (!organization) return;
  claims["o"] = {{"id", organization->id},
                 {"slg", organization->slug},
                 {"rol", organization->role},
                 {"per", ""},
                 {"fpm", ""}};
}

}  // namespace

json session_token_claims(const SessionTokenWish& wish, const Session& session,
                          const std::string& issuer, WallMs now_ms) {
  const std::int64_t now_s = now_ms / 1000;
  json claims = {{"iss", issuer},  {"sub", session.user_id},          {"sid", session.id},
                 {"iat", now_s},   {"nbf", now_s - kNotBeforeSlackS}, {"exp", now_s + wish.life_s},
                 {"sts", "active"}};
  if (wish.azp) claims["azp"] = *wish.azp;
  if (wish.fva) {
    claims["fva"] = *wish.fva;
  } else {
    claims["fva"] = {(now_ms - session.verified_ms) / kMinuteMs, -1};
  }
  if (wish.version == 2) {
    claims["jti"] = random_hex(10);
    add_version_2(claims, wish.organization);
  } else if (wish.organization) {
    add_organization_v1(claims, *wish.organization);
  }
  claims.merge_patch(wish.overrides);
  return claims;
}

json session_token_header() { return {{"typ", "JWT"}, {"cat", "cl_B7d4PD111AAA"}}; }

}  // namespace hufu::mock::clerk
