// Randomness of the operating system, through OpenSSL.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace hufu::mock {

/// Raw bytes. Throws std::runtime_error if the generator has no entropy.
std::string random_bytes(std::size_t count);
/// Lower-case hexadecimal of `bytes` random bytes.
std::string random_hex(std::size_t bytes);
/// A version 4 UUID.
std::string random_uuid();
/// `count` symbols of `alphabet`, each equally likely (no modulo bias).
std::string random_symbols(std::size_t count, std::string_view alphabet);

}  // namespace hufu::mock
