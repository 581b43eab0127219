// Signed tokens (JWT in the compact form): make one, and decide whether to believe one.
#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "jose/key.h"

namespace hufu::mock::jose {

/// Longer tokens are refused unread (V8): nothing this server issues comes near it.
inline constexpr std::size_t kMaxTokenBytes = 8 * 1024;

/// Why a token was not believed, in the order the checks are made. For the log and the tests; the
/// answer to the bearer says only that the token is no good.
enum class Refusal {
  none,
  too_large,
  malformed,         // not three strict base64url parts with JSON objects in the first two
  duplicate_name,    // a name twice in the header or in the claims
  forbidden_header,  // jwk, jku, x5u, x5c, x5t, crit, b64: the token would choose its own key or
                     // rules
  wrong_type,        // `typ`
  unknown_key,       // `kid` names none of ours
  wrong_algorithm,   // `alg` is not the key's: "none" and RS256 read as HS256 end here
  bad_signature,
  wrong_issuer,
  wrong_audience,
  missing_claim,
  expired,
  not_yet_valid,
};

std::string_view name_of(Refusal refusal);

/// What a token has to say to be believed. `typ` is compared as RFC 7515 section 4.1.9 asks:
/// without regard to case, "application/" may be left out.
struct Rules {
  std::int64_t now_s = 0;
  std::chrono::seconds leeway{5};  // as @clerk/backend allows
  /// No value: `typ` is not looked at (RFC 7515's own examples have none).
  std::optional<std::string> typ = "JWT";
  std::optional<std::string> issuer;
  std::optional<std::string>
      audience;  // the token's `aud` has to name it; absent means `aud` is not looked at
  bool expiry_required = true;
};

struct Verification {
  Refusal refusal = Refusal::malformed;
  nlohmann::json header;  // header and claims only of a token that is believed
  nlohmann::json claims;
  KeyPointer key;

  bool accepted() const { return refusal == Refusal::none; }
};

/// Signs `claims`. `alg` and `kid` in the header come from the key, whatever `header` says; `typ`
/// is "JWT" by default. Errors: std::runtime_error when the key has no private half or OpenSSL
/// fails.
std::string sign(const nlohmann::json& header, const nlohmann::json& claims, const Key& key);

Verification verify(std::string_view token, const KeySet& keys, const Rules& rules);

/// The issuer a token claims, to choose whose keys to verify it with. Proves nothing.
std::optional<std::string> unverified_issuer(std::string_view token);

}  // namespace hufu::mock::jose
