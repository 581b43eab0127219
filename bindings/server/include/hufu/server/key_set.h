// Which keys of a JWKS may sign an issuer's tokens.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <hufu/server/issuer.h>
#include <hufu/server/verifying_key.h>

namespace hufu::server {

/// One key of a set, for each algorithm of its issuer that it can be used with.
class PublicKey {
 public:
  PublicKey(const nlohmann::json& jwk, std::string text, const std::vector<Algorithm>& algorithms);

  /// As it stands in the set: a key that stays the same stays valid.
  const std::string& text() const noexcept { return text_; }
  /// Null if it is not for this algorithm, or cannot be understood.
  const VerifyingKey* for_algorithm(Algorithm algorithm) const noexcept;

 private:
  std::string text_;
  std::map<Algorithm, VerifyingKeyPointer> keys_;
};

using PublicKeyPointer = std::shared_ptr<const PublicKey>;

/// Keys by their names; several may have one name. A value.
class KeySet {
 public:
  KeySet() = default;
  /// The keys that a JWKS has for this issuer. What is not understood is passed over, key by key
  /// (RFC 7517, section 5); a set of which nothing is understood is no set, and throws
  /// std::invalid_argument. Keys that are in `before` are taken from there.
  KeySet(std::string_view jwks, const Issuer& issuer, const KeySet& before = {});

  const std::vector<PublicKeyPointer>& named(std::string_view name) const noexcept;
  bool empty() const noexcept { return keys_.empty(); }
  /// The names that the other one has not.
  std::vector<std::string> names_without(const KeySet& other) const;

 private:
  void add(const nlohmann::json& jwk, const Issuer& issuer, const KeySet& before);

  std::map<std::string, std::vector<PublicKeyPointer>, std::less<>> keys_;
};

}  // namespace hufu::server
