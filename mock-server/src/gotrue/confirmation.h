// What happens when the link of a confirmation mail is followed. The mail itself is not sent.
#pragma once

#include <optional>
#include <string>

#include "store/transaction.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

/// The address is its user's from now on: a new account opens, or an old one changes its address.
/// Whose; nothing if nobody waits for it, or somebody else has it by now.
std::optional<std::string> confirm_email(Transaction& transaction, const std::string& email);

}  // namespace hufu::mock::gotrue
