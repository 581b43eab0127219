// The cryptography that hosts lend to the core, by OpenSSL: random, SHA-256, AES-256-GCM.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <hufu/result.h>
#include <hufu/secret.h>

namespace hufu::native {

inline constexpr std::size_t kKeyBytes = 32;    // AES-256
inline constexpr std::size_t kNonceBytes = 12;  // the size for which GCM needs no extra hash
inline constexpr std::size_t kTagBytes = 16;

/// Bytes of OpenSSL's generator. Error: `host_fault`; there is no other source to fall back to.
Result<std::string> random_bytes(std::size_t count);

/// Error: `host_fault`.
Result<std::string> sha256(std::string_view bytes);

/// Ciphertext followed by its tag. Error: `host_fault`.
Result<std::string> seal(const Secret& key, std::string_view nonce, std::string_view bound,
                         std::string_view plain);

/// What `seal` was given, or nothing if key, nonce, bound data or a single bit differ.
std::optional<Secret> unseal(const Secret& key, std::string_view nonce, std::string_view bound,
                             std::string_view sealed);

/// Two lower-case digits a byte.
std::string hex(std::string_view bytes);

/// Overwrites the bytes in a way that no compiler leaves out.
void wipe(std::string& bytes) noexcept;

}  // namespace hufu::native
