// Judges tokens: the issuer chooses the rules, the rules choose the key.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <hufu/server/issuer.h>

#include "kept.h"
#include "keys.h"

namespace hufu::server {

/// What a good token says, and by which key; none where the issuer has a secret.
struct Verdict {
  Issuer issuer;
  std::string subject;
  nlohmann::json claims;
  std::string key_name;
  PublicKeyPointer key;
};

using VerdictPointer = std::shared_ptr<const Verdict>;

/// Judges the tokens of several issuers; keeps their keys, and what it found of the last 10,000
/// tokens. Threads may share it.
class Verifier {
 public:
  /// Throws std::invalid_argument for issuers that nothing tells apart.
  Verifier(const std::vector<Issuer>& issuers, const Outside& outside,
           std::shared_ptr<const ClockS> now_s);

  /// What the token says, if it is good. Throws a `Refusal`.
  VerdictPointer verdict(std::string_view token);

 private:
  /// One issuer with its keys; with none where it has a secret.
  struct Entry {
    Issuer issuer;
    std::unique_ptr<Keys> keys;
  };

  VerdictPointer judged(std::string_view text);
  const Entry& entry_of(const nlohmann::json& claims) const;
  bool stands(const Verdict& verdict) const;

  std::vector<Entry> entries_;
  Kept<VerdictPointer> kept_;
  std::shared_ptr<const ClockS> now_s_;
};

}  // namespace hufu::server
