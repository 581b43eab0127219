// A way to sign in that goes, and a person who goes.
#pragma once

#include <string>

#include "people/clerk.h"
#include "store/identities.h"
#include "store/transaction.h"

namespace hufu::mock {

/// Takes the identity off its account and ends what hangs on it. Tokens from before stay nobody's
/// parent, on any device that stays (B13).
void take_off(Transaction& transaction, const Identity& identity);

/// Ends all ways in, and deletes all that is kept about the person (PIPL, article 47). Tokens that
/// Clerk made before make no account anew, and applications are told. `why` is a word for the audit
/// log.
void erase_account(Transaction& transaction, const Config& config, const std::string& user_id,
                   const std::string& why);

/// Ends all ways in and forgets who it was, but keeps the row: what an application keeps under its
/// id still finds it. Its addresses are free for others.
void close_account(Transaction& transaction, const std::string& user_id);

/// Whether whoever the token names has deleted their account since it was made.
bool is_of_before_erasure(Transaction& transaction, const ClerkToken& token);

}  // namespace hufu::mock
