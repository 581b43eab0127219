// What a good token says. For who keeps keys himself, such as a server on an event loop; a `Guard`
// keeps them for its application.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <hufu/server/issuer.h>
#include <hufu/server/key_set.h>
#include <hufu/server/refusal.h>

namespace hufu::server {

/// Clocks differ by so much.
inline constexpr double kLeewayS = 60;

/// Whom a token names, proved.
struct Proof {
  std::string subject;
  /// Which sign-in; empty where the token does not say.
  std::string session_id;
  /// When the person proved who they are, in seconds since 1970; nothing where it does not say.
  std::optional<double> proved_s;
  nlohmann::json claims;
};

/// The clock by which a token is judged.
struct Moment {
  double now_s = 0;  ///< Seconds since 1970.
  double leeway_s = kLeewayS;
};

/// Judges a token by its issuer's rules and these keys; an issuer with a secret needs none.
std::variant<Proof, Refusal> prove(std::string_view token, const Issuer& issuer, const KeySet& keys,
                                   Moment moment);

}  // namespace hufu::server
