// A bind code that was brought, by whichever way.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <variant>

#include "people/caller.h"
#include "people/secrets.h"
#include "store/bindings.h"

namespace hufu::mock::unified {

struct Redemption {
  std::string code;
  /// The half that issued the code, as the redeemer believes.
  std::string platform;
  std::string purpose = "link";
  std::string survivor;
  std::string address;
};

using Redeemed = std::variant<nlohmann::json, HttpError>;

/// By what was typed, or what a screen showed: none by a link that it shows no more (B18).
std::optional<Binding> find_shown_binding(Transaction& transaction, const Secrets& secrets,
                                          const std::string& secret);
/// Whether this caller's half may redeem it now.
bool is_redeemable(const Binding& binding, const Caller& caller, WallMs now_ms);
/// wechat or web.
std::string issuer_half_of(const Binding& binding);
/// One that may: `{bindingId, state, preview, expiresIn}`, `{state: "already_linked"}`, or what
/// stands in the way, which leaves the code good.
Redeemed redeem_open_code(Transaction& transaction, const Config& config,
                          const Redemption& redemption, const Caller& caller, Binding binding);
/// The answer of the first time, for whoever redeemed it.
nlohmann::json redeemed_json(Transaction& transaction, const Binding& binding);

}  // namespace hufu::mock::unified
