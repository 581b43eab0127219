// Randomness of the operating system, through OpenSSL.
#include "crypto/random.h"

#include <openssl/rand.h>

#include <stdexcept>

#include "crypto/encoding.h"

namespace hufu::mock {

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) != 1) {
    throw std::runtime_error("no randomness");
  }
  return bytes;
}

std::string random_hex(std::size_t bytes) { return encode_hex(random_bytes(bytes)); }

std::string random_uuid() {
  std::string bytes = random_bytes(16);
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x40);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  const std::string hex = encode_hex(bytes);
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

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
