// When a person proved who they are, and what else an issuer's tokens have to say.
#pragma once

#include "issuer_rules.h"

namespace hufu::server {

std::string_view clerk_fault(const nlohmann::json& claims);
/// Ours name the platform, and the ids that were absorbed into the subject.
std::string_view unified_fault(const nlohmann::json& claims);
std::string_view gotrue_fault(const nlohmann::json& claims);

/// For a silent `wx.login`, which asks nobody.
std::optional<double> proved_never(const nlohmann::json& claims);
/// Clerk's `fva`: minutes since the first factor was proved, as of `iat`; -1 where it never was.
std::optional<double> proved_at_fva(const nlohmann::json& claims);
/// GoTrue's `amr`: of all factors the one that was proved last; a renewal proves nothing.
std::optional<double> proved_at_amr(const nlohmann::json& claims);

}  // namespace hufu::server
