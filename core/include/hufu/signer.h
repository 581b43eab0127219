// The hot path: the headers of a request, without allocating, parsing or waiting.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hufu/secret.h"
#include "hufu/time.h"

namespace hufu {

/// Whether the headers are there.
enum class Verdict : std::uint8_t {
  ready,
  needs_token,  ///< Nothing fresh, or a borrowed session: begin `access_token` or `fetch`.
  refused,      ///< The URL is not of a configured origin, or is not a clean URL.
};

/// The values of the two headers; they point into the signer.
struct Authorization {
  Verdict verdict = Verdict::refused;
  std::string_view platform;       ///< For `X-Platform`.
  std::string_view authorization;  ///< For `Authorization`: `Bearer …`.
};

/// All that signing takes, frozen: a client makes a new one whenever its token changes, so that
/// threads can share one without a lock.
class Signer {
 public:
  Signer(std::vector<std::string> origins, std::string_view platform);

  /// The same origins and platform with a token that is good until `good_until`.
  Signer with_token(const Secret& access_token, Uptime good_until) const;
  Signer without_token() const;

  /// Headers for a request to `url`. Does not allocate.
  Authorization authorize(std::string_view url, Uptime now) const noexcept;

  /// Whether a token may go to `url`: same scheme, host and port as one of the origins, no user
  /// name in it, no control character, space or backslash.
  bool allows(std::string_view url) const noexcept;

  /// Until when `authorize` is `ready`; 0 without a token.
  Uptime good_until() const noexcept { return good_until_; }

 private:
  std::vector<std::string> origins_;  ///< Normalised: `https://host:port`, lower case.
  std::string platform_;
  Secret authorization_;
  Uptime good_until_{};
};

}  // namespace hufu
