// A key that signatures are checked with.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include <hufu/server/algorithm.h>

namespace hufu::server {

/// A key with the one algorithm that it is for. Threads may share it.
class VerifyingKey {
 public:
  virtual ~VerifyingKey() = default;
  VerifyingKey(const VerifyingKey&) = delete;
  VerifyingKey& operator=(const VerifyingKey&) = delete;

  virtual bool has_signed(std::string_view text, std::string_view signature) const = 0;

 protected:
  VerifyingKey() = default;
};

using VerifyingKeyPointer = std::shared_ptr<const VerifyingKey>;

/// What is public of a JWK, for that algorithm; null if it is not understood, too short (RSA: 2,048
/// bits) or so long that one signature takes too long (8,192).
VerifyingKeyPointer public_key_of(const nlohmann::json& jwk, Algorithm algorithm);

/// For HS256. Whether it is long enough is for the caller to know.
VerifyingKeyPointer secret_key_of(std::string_view secret);

}  // namespace hufu::server
