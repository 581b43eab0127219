// What `Client::authorize` gives: values of headers, and what keeps them alive.
#pragma once

#include <memory>
#include <string_view>
#include <utility>

#include <hufu/signer.h>

namespace hufu::native {

/// Headers for one request.
///
/// Ownership: the texts live as long as this value or a copy of it, whatever the client does
/// meanwhile. Send the request soon and let it go: it holds a token.
class SignedHeaders {
 public:
  SignedHeaders() = default;
  SignedHeaders(Authorization found, std::shared_ptr<const Signer> signer) noexcept
      : found_(found), signer_(std::move(signer)) {}

  /// `ready`; `needs_token`: call `access_token` or `fetch`; `refused`: not a configured origin.
  Verdict verdict() const noexcept { return found_.verdict; }
  explicit operator bool() const noexcept { return found_.verdict == Verdict::ready; }

  /// The value of `X-Platform`; empty where it is not to be sent.
  std::string_view platform() const noexcept { return found_.platform; }
  /// The value of `apikey`; empty where it is not to be sent.
  std::string_view app_key() const noexcept { return found_.app_key; }
  /// The value of `Authorization`; only where the verdict is `ready`.
  std::string_view authorization() const noexcept { return found_.authorization; }

  /// Calls `visit(name, value)` for each header that is to be sent.
  template <class Visit>
  void each(Visit&& visit) const {
    found_.each(std::forward<Visit>(visit));
  }

 private:
  Authorization found_;
  std::shared_ptr<const Signer> signer_;
};

}  // namespace hufu::native
