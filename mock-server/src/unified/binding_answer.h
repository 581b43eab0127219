// What each side of a binding may see of it and of the other side.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "people/backend.h"
#include "people/caller.h"
#include "store/bindings.h"

namespace hufu::mock::unified {

inline constexpr int kPollSeconds = 5;  // RFC 8628's default

enum class Role { none, issuer, redeemer };

/// Steps belong to the session that took the first one; `none` also for those who have nothing to
/// do with it.
Role role_in(const Binding& binding, const Caller& caller);
/// For looking only: another session of the same half of the same person counts, too.
Role viewer_of(const Binding& binding, const Caller& caller);

/// Masked, and only from what a provider vouches for: `nickname, platform, provider, email, effect,
/// place, at`.
nlohmann::json preview_for(Transaction& transaction, const Binding& binding, Role viewer);
/// `bindingId, state, role, preview, expiresIn, interval`
nlohmann::json binding_json(Transaction& transaction, const Binding& binding, Role viewer);

/// The `number`-th link that the screen draws; empty where links have no rule.
std::string binding_link(const Backend& backend, const std::string& binding_id, int number);

HttpError binding_not_found();
/// For a step that comes too late or too early.
HttpError error_for_state(const Binding& binding);

}  // namespace hufu::mock::unified
