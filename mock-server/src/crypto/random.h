// Randomness of the operating system, through OpenSSL.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hufu::mock {

/// Raw bytes. Throws std::runtime_error if the generator has no entropy.
std::string random_bytes(std::size_t count);
/// Lower-case hexadecimal of `bytes` random bytes.
std::string random_hex(std::size_t bytes);
/// A version 4 UUID.
std::string random_uuid();
/// A version 7 UUID (RFC 9562): it begins with the time, so that rows lie in an index in the order
/// in which they came, and the next one has its place beside the last.
std::string timed_uuid(std::int64_t now_ms);
/// The same 16 bytes, in lower-case hexadecimal alone.
std::string timed_hex(std::int64_t now_ms);
/// `count` symbols of `alphabet`, each equally likely (no modulo bias).
std::string random_symbols(std::size_t count, std::string_view alphabet);

}  // namespace hufu::mock
