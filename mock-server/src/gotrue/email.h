// E-mail identities: an address that opens an account. Until its owner has answered a mail nobody
// has proved that it is theirs, and it links nothing (B15).
#pragma once

#include <optional>
#include <string>

#include "store/identities.h"

namespace hufu::mock::gotrue {

/// Lower case, trimmed. Throws `Error` 400 unless it looks like an address.
std::string read_email(const std::string& text);

/// Opens the account at once, or when its owner has answered a mail.
NewIdentity email_identity(const std::string& email, bool is_confirmed);
std::optional<Identity> find_email_identity(Transaction& transaction, const std::string& email);
/// Its owner has answered a mail to `email`, which opens the account from now on.
void prove_email(Transaction& transaction, Identity identity, const std::string& email);
/// The user's own, if it has one.
std::optional<Identity> email_identity_of(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock::gotrue
