// Clerk's session token: the claims that the real one has, in its two versions.
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/clock.h"
#include "upstreams/clerk/accounts.h"

namespace hufu::mock::clerk {

struct Organization {
  std::string id;
  std::string slug;
  std::string role;  // "admin": v1 writes "org:admin"
};

struct SessionTokenWish {
  int version = 2;
  /// The Origin that asked; native applications have none, and then the claim is absent.
  std::optional<std::string> azp;
  std::int64_t life_s = 60;
  /// Minutes since the first and the second factor; by default since the session's sign-in, and -1
  /// for no second one.
  std::optional<std::array<std::int64_t, 2>> fva;
  std::optional<Organization> organization;
  /// Put over the finished claims; null takes a claim away.
  nlohmann::json overrides = nlohmann::json::object();
};

nlohmann::json session_token_claims(const SessionTokenWish& wish, const Session& session,
                                    const std::string& issuer, WallMs now_ms);

/// The header of a session token besides `alg` and `kid`.
nlohmann::json session_token_header();

}  // namespace hufu::mock::clerk
