// A way to sign in that goes, and a person who goes.
#pragma once

#include <string>

#include "store/identities.h"
#include "store/transaction.h"

namespace hufu::mock {

/// Takes the identity off its account and ends what hangs on it. Tokens from before stay nobody's
/// parent, on any device that stays (B13).
void take_off(Transaction& transaction, const Identity& identity);

/// Ends all ways in, and deletes all that is kept about the person (PIPL, article 47). `why` is a
/// word for the audit log.
void erase_account(Transaction& transaction, const std::string& user_id, const std::string& why);

}  // namespace hufu::mock
