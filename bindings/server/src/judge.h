// Whether a token is what its issuer makes. Signatures are the verifier's. All of them throw a
// `Refusal`.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include <hufu/server/proof.h>

#include "issuer_rules.h"

namespace hufu::server {

/// The algorithm, if the header is one of this issuer's.
Algorithm algorithm_of(const nlohmann::json& header, const IssuerRules& issuer);

/// Judges by the clock, which goes on: also of a token that was good before.
void judge_times(const nlohmann::json& claims, Moment moment);

/// Judges what does not change.
void judge_claims(const nlohmann::json& claims, const IssuerRules& issuer);

/// The person's id at the issuer.
std::string subject_of(const nlohmann::json& claims, const IssuerRules& issuer);

}  // namespace hufu::server
