// Judges tokens: the issuer chooses the rules, the rules choose the key.
#include "verifier.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "claims.h"
#include "issuer_rules.h"
#include "judge.h"
#include "proving.h"

namespace hufu::server {

Verifier::Verifier(const std::vector<Issuer>& issuers, const Outside& outside,
                   std::shared_ptr<const ClockS> now_s)
    : now_s_(std::move(now_s)) {
  if (issuers.empty()) throw std::invalid_argument("A guard without an issuer lets in nobody.");
  std::set<std::string> names;
  int nameless = 0;
  for (const Issuer& issuer : issuers) {
    const IssuerRules& rules = issuer.rules();
    if (rules.is_nameless && ++nameless > 1)
      throw std::invalid_argument("Nothing tells the tokens of two issuers without iss apart.");
    if (rules.name && !names.insert(*rules.name).second)
      throw std::invalid_argument("Two issuers are called " + *rules.name + ".");
    entries_.push_back({issuer, rules.secret ? nullptr : std::make_unique<Keys>(issuer, outside)});
  }
}

VerdictPointer Verifier::verdict(std::string_view token) {
  const TextDigest digest = digest_of(token);
  if (const auto kept = kept_.found(digest); kept && stands(**kept)) {
    judge_times((*kept)->claims, {(*now_s_)()});
    return *kept;
  }
  VerdictPointer verdict = judged(token);
  kept_.keep(digest, verdict);
  return verdict;
}

VerdictPointer Verifier::judged(std::string_view text) {
  OpenedToken token = opened(text);
  const Entry& entry = entry_of(token.claims);
  const IssuerRules& rules = entry.issuer.rules();
  const Algorithm algorithm = algorithm_of(token.header, rules);
  Verdict verdict{entry.issuer, {}, {}, {}, {}};
  if (rules.secret) {
    prove_by_secret(token, *rules.secret);
  } else {
    verdict.key_name = key_name_of(token);
    verdict.key = signer_of(token, algorithm, entry.keys->named(verdict.key_name));
  }
  judge_times(token.claims, {(*now_s_)()});
  judge_claims(token.claims, rules);
  verdict.subject = subject_of(token.claims, rules);
  verdict.claims = std::move(token.claims);
  return std::make_shared<const Verdict>(std::move(verdict));
}

const Verifier::Entry& Verifier::entry_of(const nlohmann::json& claims) const {
  const nlohmann::json* name = member(claims, "iss");
  const auto found = std::ranges::find_if(entries_, [&](const Entry& entry) {
    const IssuerRules& rules = entry.issuer.rules();
    return name == nullptr ? rules.is_nameless : rules.name && *name == *rules.name;
  });
  if (found == entries_.end()) throw Refusal(Reason::unknown_issuer);
  return *found;
}

// Whether the key still serves.
bool Verifier::stands(const Verdict& verdict) const {
  if (!verdict.key) return true;
  const auto entry = std::ranges::find_if(
      entries_, [&](const Entry& each) { return each.issuer == verdict.issuer; });
  return entry != entries_.end() && entry->keys->is_current(verdict.key_name, verdict.key);
}

}  // namespace hufu::server
