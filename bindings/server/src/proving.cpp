// Whose token, by which key.
#include "proving.h"

#include <hufu/server/proof.h>

#include "claims.h"
#include "issuer_rules.h"
#include "judge.h"

namespace hufu::server {
namespace {

void judge_issuer(const nlohmann::json& claims, const IssuerRules& rules) {
  const nlohmann::json* name = member(claims, "iss");
  const bool is_ours = name == nullptr ? rules.is_nameless : rules.name && *name == *rules.name;
  if (!is_ours) throw Refusal(Reason::unknown_issuer);
}

Proof proved(std::string_view text, const Issuer& issuer, const KeySet& keys, Moment moment) {
  OpenedToken token = opened(text);
  const IssuerRules& rules = issuer.rules();
  judge_issuer(token.claims, rules);
  const Algorithm algorithm = algorithm_of(token.header, rules);
  if (rules.secret) {
    prove_by_secret(token, *rules.secret);
  } else {
    signer_of(token, algorithm, keys.named(key_name_of(token)));
  }
  judge_times(token.claims, moment);
  judge_claims(token.claims, rules);
  const std::string* session = text_member(token.claims, rules.session.c_str());
  Proof proof{subject_of(token.claims, rules),
              session == nullptr ? "" : *session,
              rules.proved_at(token.claims),
              {}};
  proof.claims = std::move(token.claims);
  return proof;
}

}  // namespace

OpenedToken opened(std::string_view token) {
  OpenedToken opened;
  if (!is_token(token)) throw Refusal(Reason::malformed, "form");
  switch (open_token(token, opened)) {
    case TokenFault::none: return opened;
    case TokenFault::member_twice: throw Refusal(Reason::malformed, "a member twice");
    case TokenFault::json: throw Refusal(Reason::malformed, "JSON");
    default: throw Refusal(Reason::malformed, "form");
  }
}

const std::string& key_name_of(const OpenedToken& token) {
  const std::string* name = text_member(token.header, "kid");
  if (name == nullptr) throw Refusal(Reason::malformed, "kid");
  return *name;
}

PublicKeyPointer signer_of(const OpenedToken& token, Algorithm algorithm,
                           const std::vector<PublicKeyPointer>& keys) {
  bool is_tried = false;
  for (const PublicKeyPointer& key : keys) {
    const VerifyingKey* verifying = key->for_algorithm(algorithm);
    if (verifying == nullptr) continue;
    if (verifying->has_signed(token.signed_text, token.signature)) return key;
    is_tried = true;
  }
  throw Refusal(is_tried ? Reason::bad_signature : Reason::unknown_key);
}

void prove_by_secret(const OpenedToken& token, const VerifyingKey& secret) {
  if (!secret.has_signed(token.signed_text, token.signature)) throw Refusal(Reason::bad_signature);
}

std::variant<Proof, Refusal> prove(std::string_view token, const Issuer& issuer, const KeySet& keys,
                                   Moment moment) {
  try {
    return proved(token, issuer, keys, moment);
  } catch (const Refusal& refusal) {
    return refusal;
  }
}

}  // namespace hufu::server
