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

/// The values of the headers, empty where one is not to be sent; they point into the signer.
struct Authorization {
  Verdict verdict = Verdict::refused;
  std::string_view platform;       ///< For `X-Platform`: where the server asks for it.
  std::string_view app_key;        ///< For `apikey`: where a gateway asks for it.
  std::string_view authorization;  ///< For `Authorization`: `Bearer …`.

  /// Calls `visit(name, value)` for each header that is to be sent.
  template <class Visit>
  void each(Visit&& visit) const {
    if (!platform.empty()) visit(std::string_view("X-Platform"), platform);
    if (!app_key.empty()) visit(std::string_view("apikey"), app_key);
    if (!authorization.empty()) visit(std::string_view("Authorization"), authorization);
  }
};

/// All that signing takes, frozen: a client makes a new one whenever its token changes, so that
/// threads can share one without a lock.
class Signer {
 public:
  /// `origins`: that of the server first. `platform` and `app_key`: empty if they are not sent.
  Signer(std::vector<std::string> origins, std::string_view platform, std::string_view app_key);

  /// The same with a token that is good until `good_until`.
  Signer with_token(const Secret& access_token, Uptime good_until) const;
  Signer without_token() const;

  /// Headers for a request to `url`. Does not allocate.
  Authorization authorize(std::string_view url, Uptime now) const noexcept;

  /// What goes with every request to `url`, whoever it is signed for: the headers without a token.
  Authorization without_person(std::string_view url) const noexcept;

  /// Whether a token may go to `url`: same scheme, host and port as one of the origins, no user
  /// name in it, no control character, space or backslash.
  bool allows(std::string_view url) const noexcept;

  /// Until when `authorize` is `ready`; 0 without a token.
  Uptime good_until() const noexcept { return good_until_; }

 private:
  const std::string* find_origin(std::string_view url) const noexcept;

  std::vector<std::string> origins_;  ///< Normalised: `https://host:port`, lower case.
  std::string platform_;
  std::string app_key_;  ///< For the server's origin only: others need not know such a header.
  Secret authorization_;
  Uptime good_until_{};
};

}  // namespace hufu
