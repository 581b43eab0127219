// Which keys of a JWKS may sign an issuer's tokens.
#include <hufu/server/key_set.h>

#include <algorithm>
#include <stdexcept>

#include "claims.h"
#include "issuer_rules.h"
#include "json_text.h"

namespace hufu::server {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMostOfOneName = 8;

bool says(const Json& jwk, const char* name, std::string_view value) {
  const std::string* text = text_member(jwk, name);
  return text != nullptr && *text == value;
}

bool says_if_anything(const Json& jwk, const char* name, std::string_view value) {
  return member(jwk, name) == nullptr || says(jwk, name, value);
}

bool has_shape(const Json& jwk, Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::rs256:
    case Algorithm::ps256: return says(jwk, "kty", "RSA");
    case Algorithm::es256: return says(jwk, "kty", "EC") && says(jwk, "crv", "P-256");
    case Algorithm::eddsa:
    case Algorithm::ed25519: return says(jwk, "kty", "OKP") && says(jwk, "crv", "Ed25519");
    case Algorithm::hs256: break;  // a secret stands in no set
  }
  return false;
}

bool may_verify(const Json& jwk) {
  const Json* uses = member(jwk, "key_ops");
  return uses == nullptr ||
         (uses->is_array() && std::ranges::find(*uses, Json("verify")) != uses->end());
}

/// Whether a key is for signatures of this algorithm.
bool fits(const Json& jwk, Algorithm algorithm) {
  // Ed25519 has two names.
  const bool is_named = algorithm == Algorithm::eddsa || algorithm == Algorithm::ed25519 ||
                        says_if_anything(jwk, "alg", name_of(algorithm));
  return has_shape(jwk, algorithm) && is_named && says_if_anything(jwk, "use", "sig") &&
         may_verify(jwk);
}

}  // namespace

PublicKey::PublicKey(const Json& jwk, std::string text, const std::vector<Algorithm>& algorithms)
    : text_(std::move(text)) {
  for (const Algorithm algorithm : algorithms)
    if (fits(jwk, algorithm)) keys_.emplace(algorithm, public_key_of(jwk, algorithm));
}

const VerifyingKey* PublicKey::for_algorithm(Algorithm algorithm) const noexcept {
  const auto found = keys_.find(algorithm);
  return found == keys_.end() ? nullptr : found->second.get();
}

KeySet::KeySet(std::string_view jwks, const Issuer& issuer, const KeySet& before) {
  Json document;
  const JsonFault fault = read_json(jwks, document);
  const bool is_json = fault == JsonFault::none || fault == JsonFault::member_twice;
  const Json* entries = is_json ? member(document, "keys") : nullptr;
  if (entries != nullptr && entries->is_array())
    for (const Json& jwk : *entries)
      add(jwk, issuer, before);
  if (keys_.empty()) throw std::invalid_argument("no key set");
}

void KeySet::add(const Json& jwk, const Issuer& issuer, const KeySet& before) {
  const std::vector<Algorithm>& algorithms = issuer.rules().algorithms;
  const std::string* name = text_member(jwk, "kid");
  const bool is_one = name != nullptr && std::ranges::any_of(algorithms, [&](Algorithm each) {
                        return fits(jwk, each);
                      });
  if (!is_one || named(*name).size() == kMostOfOneName) return;
  std::string text = jwk.dump();
  const auto& known = before.named(*name);
  const auto same =
      std::ranges::find_if(known, [&](const PublicKeyPointer& key) { return key->text() == text; });
  keys_[*name].push_back(same != known.end()
                             ? *same
                             : std::make_shared<const PublicKey>(jwk, std::move(text), algorithms));
}

const std::vector<PublicKeyPointer>& KeySet::named(std::string_view name) const noexcept {
  static const std::vector<PublicKeyPointer> none;
  const auto found = keys_.find(name);
  return found == keys_.end() ? none : found->second;
}

std::vector<std::string> KeySet::names_without(const KeySet& other) const {
  std::vector<std::string> names;
  for (const auto& [name, keys] : keys_)
    if (other.named(name).empty()) names.push_back(name);
  return names;
}

}  // namespace hufu::server
