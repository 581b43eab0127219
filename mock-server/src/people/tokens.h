// Our own tokens: the access token (a JWT of 15 minutes) and the refresh token (a keyed hash over
// session and generation).
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "people/secrets.h"
#include "people/verified_tokens.h"
#include "store/sessions.h"

namespace hufu::mock {

inline constexpr const char* kOwnIssuer = "urn:hufu:backend";
inline constexpr const char* kOwnAudience = "urn:hufu:api";

/// `more`: further claims, beside ours.
std::string make_access_token(const Secrets& secrets, const Session& session, WallMs now_ms,
                              std::chrono::seconds life,
                              nlohmann::json more = nlohmann::json::object());
/// Nothing for a token that is not ours, not whole, not of this kind or not of this time.
std::optional<VerifiedToken> read_verified_token(const Secrets& secrets, std::string_view token,
                                                 WallMs now_ms);
/// Whose it is, without its times.
std::optional<AccessToken> read_access_token(const Secrets& secrets, std::string_view token,
                                             WallMs now_ms);

struct RefreshToken {
  std::string session_id;
  int counter = 0;
  std::string text;
};

/// The same session and counter always give the same text (R1): a repeated refresh returns what the
/// lost answer held.
std::string make_refresh_token(const Secrets& secrets, const Session& session, int counter);
/// Splits the text; says nothing yet about who made it.
std::optional<RefreshToken> parse_refresh_token(std::string_view text);
bool is_genuine(const Secrets& secrets, const RefreshToken& token, const Session& session);

}  // namespace hufu::mock
