// Codes that follow from a secret and the time (RFC 6238), as every authenticator makes them:
// SHA-1, six digits, a step of 30 seconds. Over OpenSSL's HMAC: liboath would be one more library
// to carry in each package, for ten lines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace hufu::mock::gotrue {

inline constexpr std::size_t kTotpSecretBytes = 20;

std::string totp_code(std::string_view secret, std::int64_t step);
/// The step whose code this is: the one of now, the one before (the person was slow) or the next
/// (their clock is fast), if it is later than `used_step`. Takes the same time whatever is wrong.
std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code,
                                          WallMs now_ms, std::int64_t used_step);

/// "otpauth://totp/…", which authenticators read from a QR code.
std::string totp_uri(const std::string& issuer, const std::string& account,
                     const std::string& base32_secret);

}  // namespace hufu::mock::gotrue
