// A nonce by mail or text message, for whoever changes how they sign in and signed in long ago.
#pragma once

#include <optional>
#include <string>

#include "gotrue/caller.h"
#include "gotrue/errors.h"

namespace hufu::mock::gotrue {

/// What a change would have: nothing where the session is young enough, or the nonce is the one
/// that was sent to this person; else why not. A wrong nonce counts, so the refusal has to be
/// committed. Spends nothing.
std::optional<Error> refuse_without_nonce(Transaction& transaction, const Gotrue& gotrue,
                                          const Caller& caller, bool is_password,
                                          const std::string& nonce);
/// After the change.
void spend_nonce(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock::gotrue
