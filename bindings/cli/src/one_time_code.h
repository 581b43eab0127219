// Codes and links that came by mail or text message.
#pragma once

#include <optional>
#include <string>

#include <hufu/operations.h>

#include "context.h"

namespace hufu::cli {

/// Where a message goes: one of both is there.
struct Address {
  std::optional<std::string> email = {};
  std::optional<std::string> phone = {};

  /// By what an option said of each; an empty one was not given.
  static Address of(const std::string& email, const std::string& phone) {
    return email.empty() ? Address{.phone = phone} : Address{.email = email};
  }
  const std::string& text() const { return email ? *email : *phone; }
};

/// Reads the digits, or the whole link of a mail, from standard input and has them verified.
/// `type` is what digits are for, if not to sign in; a link says its own. Throws `Failure`.
SignedUp redeem_message(Context& context, const Address& to,
                        const std::optional<std::string>& type = {});

}  // namespace hufu::cli
