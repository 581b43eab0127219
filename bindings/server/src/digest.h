// What was found out is kept by digests: the texts themselves are kept nowhere.
#pragma once

#include <array>
#include <cstring>
#include <string_view>

namespace hufu::server {

using TextDigest = std::array<unsigned char, 32>;

/// SHA-256. Throws std::runtime_error where OpenSSL has none.
TextDigest digest_of(std::string_view text);

/// Of a digest any part is as good as a hash of it.
struct HashOfDigest {
  std::size_t operator()(const TextDigest& digest) const noexcept {
    std::size_t hash;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
  }
};

}  // namespace hufu::server
