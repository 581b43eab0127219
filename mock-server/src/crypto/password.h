// Passwords: only what cannot be turned back is kept (scrypt, RFC 7914).
#pragma once

#include <string>
#include <string_view>

namespace hufu::mock {

/// A salted hash with its parameters, "$scrypt$ln=14,r=8,p=5$SALT$HASH". Takes about a tenth of a
/// second and 16 MiB: never on the network thread.
std::string hash_password(std::string_view password);
/// False also for a hash that is none. As slow as making one.
bool matches_password(std::string_view password, std::string_view hash);

}  // namespace hufu::mock
