// Which of a person's identities holds the password.
#include "gotrue/password_home.h"

#include "gotrue/email.h"
#include "gotrue/phone.h"
#include "store/credentials.h"

namespace hufu::mock::gotrue {

std::optional<PasswordHome> password_home_of(Transaction& transaction, const std::string& user_id) {
  std::optional<PasswordHome> empty;
  for (const auto& identity :
       {email_identity_of(transaction, user_id), phone_identity_of(transaction, user_id)}) {
    if (!identity) continue;
    const auto hash = find_password_hash(transaction, identity->id);
    if (hash) return PasswordHome{*identity, hash};
    if (!empty) empty = PasswordHome{*identity, std::nullopt};
  }
  return empty;
}

}  // namespace hufu::mock::gotrue
