// Codes that follow from a secret and the time.
#include "gotrue/totp.h"

#include "crypto/digest.h"
#include "http/message.h"

namespace hufu::mock::gotrue {
namespace {

constexpr WallMs kStepMs = 30'000;
constexpr std::uint32_t kAllCodes = 1'000'000;

std::string as_bytes(std::int64_t number) {
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8)
    bytes += static_cast<char>((number >> shift) & 0xff);
  return bytes;
}

}  // namespace

std::string totp_code(std::string_view secret, std::int64_t step) {
  const std::string digest = hmac_sha1(secret, as_bytes(step));
  const auto byte = [&](std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(digest[at]));
  };
  // RFC 4226 section 5.3: where the four bytes are taken from, the last byte says.
  const std::size_t at = byte(digest.size() - 1) & 15;
  const std::uint32_t number =
      (byte(at) & 0x7f) << 24 | byte(at + 1) << 16 | byte(at + 2) << 8 | byte(at + 3);
  return std::to_string(kAllCodes + number % kAllCodes).substr(1);
}

std::optional<std::int64_t> matching_step(std::string_view secret, std::string_view code,
                                          WallMs now_ms, std::int64_t used_step) {
  const std::int64_t now = now_ms / kStepMs;
  std::optional<std::int64_t> matching;
  for (const std::int64_t step : {now - 1, now, now + 1}) {
    const bool matches = equal_in_constant_time(totp_code(secret, step), code);
    if (matches && step > used_step) matching = step;
  }
  return matching;
}

std::string totp_uri(const std::string& issuer, const std::string& account,
                     const std::string& base32_secret) {
  const std::string name = encode_percent(issuer);
  return "otpauth://totp/" + name + ":" + encode_percent(account) +
         "?algorithm=SHA1&digits=6&issuer=" + name + "&period=30&secret=" + base32_secret;
}

}  // namespace hufu::mock::gotrue
