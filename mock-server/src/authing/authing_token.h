// Authing's tokens: the access token that every call takes, and the ID token that tells who it is
// about.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "people/backend.h"
#include "store/sessions.h"
#include "store/users.h"
#include "surfaces/surface_caller.h"

namespace hufu::mock::authing {

/// The key of both, the same in every process that shares the secrets. Public at
/// /oidc/.well-known/jwks.json.
jose::KeyPointer signing_key(const Secrets& secrets);

struct TokenWish {
  std::string app_id;
  std::string scope = "openid profile";
  std::chrono::seconds life{0};
};

std::string make_access_token(const Backend& backend, const Session& session, const TokenWish& wish,
                              WallMs now_ms);
/// No key to anything here: it is of another type.
std::string make_id_token(const Backend& backend, const Session& session, const User& user,
                          const TokenWish& wish, WallMs now_ms);

struct VerifiedToken {
  SessionClaim claim;
  std::string app_id;
  std::int64_t issued_s = 0;
  std::int64_t expires_s = 0;
};

/// Nothing for a token that is not ours, not whole, not an access token or not of this time.
std::optional<VerifiedToken> read_access_token(const Backend& backend, std::string_view token,
                                               WallMs now_ms);

/// Believes the token in Authorization, sent alone or behind Bearer. Throws as
/// `find_surface_caller`.
SurfaceCaller require_caller(Transaction& transaction, const Backend& backend,
                             const std::string& token);

}  // namespace hufu::mock::authing
