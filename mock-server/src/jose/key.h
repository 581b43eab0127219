// Keys that sign tokens, by cjose, and check them, by hufu::server. Each key has one algorithm for
// life; a token's header never chooses it.
#pragma once

#include <hufu/server/verifying_key.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

extern "C" {
struct _cjose_jwk_int;
}

namespace hufu::mock::jose {

enum class Algorithm { es256, hs256, rs256 };  // alphabetical; nothing else is spoken

std::string_view name_of(Algorithm algorithm);

/// One key with its name (`kid`). Immutable, so threads may share it; the material is wiped by
/// cjose when it goes. Errors: the makers throw std::invalid_argument for material that is unfit,
/// std::runtime_error when OpenSSL fails.
class Key {
 public:
  /// HMAC with `secret`, which has at least 32 bytes (RFC 7518 section 3.2).
  static std::shared_ptr<const Key> from_secret(std::string_view secret, std::string kid);
  /// A JWK, public or private: RSA of 2048 to 8192 bits, or EC on P-256. `kid` comes from the JWK.
  /// Symmetric JWKs are refused: a shared secret never travels in a key set.
  static std::shared_ptr<const Key> from_jwk(std::string_view json);
  static std::shared_ptr<const Key> new_es256(std::string kid);
  /// The same key for the same seed of at least 32 bytes: processes that share a secret sign alike.
  static std::shared_ptr<const Key> derived_es256(std::string_view seed, std::string kid);
  /// Takes a tenth of a second to a second: call it when the key is needed, not at start.
  static std::shared_ptr<const Key> new_rs256(std::string kid);

  Key(const Key&) = delete;
  Key& operator=(const Key&) = delete;
  ~Key();

  Algorithm algorithm() const { return algorithm_; }
  const std::string& kid() const { return kid_; }
  /// What checks signatures by this key.
  const server::VerifyingKey& verifying() const { return *verifying_; }
  /// The public JWK with `kid`, `alg` and `use`; empty for HMAC keys, which have no public half.
  std::string public_jwk() const;
  const _cjose_jwk_int* native() const { return native_; }

 private:
  Key(Algorithm algorithm, _cjose_jwk_int* native, std::string kid);
  Key(std::string_view secret, _cjose_jwk_int* native, std::string kid);

  Algorithm algorithm_;
  _cjose_jwk_int* native_;
  std::string kid_;
  server::VerifyingKeyPointer verifying_;
};

using KeyPointer = std::shared_ptr<const Key>;

/// The keys one issuer signs with. A value: copy it out from under a lock and verify without
/// holding it.
class KeySet {
 public:
  KeySet() = default;
  explicit KeySet(std::vector<KeyPointer> keys) : keys_(std::move(keys)) {}

  void add(KeyPointer key) { keys_.push_back(std::move(key)); }
  const std::vector<KeyPointer>& keys() const { return keys_; }
  /// The key named `kid`; with an empty name the only key, if there is just one. Null otherwise.
  KeyPointer find(std::string_view kid) const;

 private:
  std::vector<KeyPointer> keys_;
};

/// `{"keys":[…]}` with the public half of every key that has one.
std::string public_jwks(const KeySet& keys);

/// Reads a key set somebody else published. Keys of another kind or use are left out, as RFC 7517
/// section 5 asks; throws std::invalid_argument when the document is no key set at all.
KeySet read_jwks(std::string_view json);

}  // namespace hufu::mock::jose
