// Randomness of the operating system, through OpenSSL.
#include "crypto/random.h"

#include <openssl/rand.h>

#include <stdexcept>
#include <utility>

#include "crypto/encoding.h"

namespace hufu::mock {

namespace {

std::string with_version(std::string bytes, int version) {
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | (version << 4));
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  return bytes;
}

std::string as_uuid(const std::string& bytes) {
  const std::string hex = encode_hex(bytes);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

std::string timed_bytes(std::int64_t now_ms) {
  std::string bytes = random_bytes(16);
  for (int index = 0; index < 6; ++index)
    bytes[static_cast<std::size_t>(index)] = static_cast<char>(now_ms >> (40 - 8 * index));
  return with_version(std::move(bytes), 7);
}

}  // namespace

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("no randomness");
  }
  return bytes;
}

std::string random_hex(std::size_t bytes) { return encode_hex(random_bytes(bytes)); }

std::string random_uuid() { return as_uuid(with_version(random_bytes(16), 4)); }

std::string timed_uuid(std::int64_t now_ms) { return as_uuid(timed_bytes(now_ms)); }

std::string timed_hex(std::int64_t now_ms) { return encode_hex(timed_bytes(now_ms)); }

std::string random_symbols(std::size_t count, std::string_view alphabet) {
  // Bytes at or above the largest multiple of the alphabet's size are thrown away: the rest divides
  // evenly.
  const std::size_t usable = 256 - 256 % alphabet.size();
  std::string symbols;
  while (symbols.size() < count) {
    for (const char byte : random_bytes(count * 2)) {
      const auto value = static_cast<unsigned char>(byte);
      if (value < usable && symbols.size() < count) symbols += alphabet[value % alphabet.size()];
    }
  }
  return symbols;
}

}  // namespace hufu::mock
