// Hashes and keyed hashes, as raw bytes.
#pragma once

#include <string>
#include <string_view>

namespace hufu::mock {

std::string sha1(std::string_view data);
std::string sha256(std::string_view data);
/// For what others have laid down (RFC 4226); nothing of our own.
std::string hmac_sha1(std::string_view key, std::string_view data);
std::string hmac_sha256(std::string_view key, std::string_view data);
/// Takes the same time wherever two texts of equal length differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace hufu::mock
