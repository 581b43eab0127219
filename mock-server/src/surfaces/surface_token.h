// The one token of a surface that has no refresh token: a JWT of some days, bound to a session.
#pragma once

#include <chrono>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "people/secrets.h"
#include "surfaces/surface_caller.h"

namespace hufu::mock {

/// What tells the tokens of one surface from those of all others. The documents' have neither `iss`
/// nor `aud`: a token is for the surface that its session is of.
struct SurfaceTokens {
  /// The platform of its sessions.
  const char* platform;
  std::chrono::seconds life;
};

/// `more` are the claims that the surface's own document names.
std::string make_surface_token(const Secrets& secrets, const SurfaceTokens& kind,
                               const Session& session, WallMs now_ms, const nlohmann::json& more);
/// Nothing for a token that is not ours, not whole, not of such a surface or not of this time.
std::optional<SessionClaim> read_surface_token(const Secrets& secrets, std::string_view token,
                                               WallMs now_ms);
/// Both steps of believing a token. Throws as `find_surface_caller`.
SurfaceCaller require_surface_caller(Transaction& transaction, const Secrets& secrets,
                                     const SurfaceTokens& kind, const std::string& token);

}  // namespace hufu::mock
