// Which of a person's identities holds the password. It is one for the person, however they are
// addressed.
#pragma once

#include <optional>
#include <string>

#include "store/identities.h"

namespace hufu::mock::gotrue {

struct PasswordHome {
  Identity identity;
  /// Nothing where none has been set yet.
  std::optional<std::string> hash;
};

/// The e-mail or the phone identity that has one; else the one that would get it, e-mail first.
/// Nothing for who has neither.
std::optional<PasswordHome> password_home_of(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock::gotrue
