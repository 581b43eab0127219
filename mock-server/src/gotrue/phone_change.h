// Another phone number for an account.
#pragma once

#include <string>

#include "gotrue/gotrue.h"
#include "store/identities.h"
#include "store/users.h"

namespace hufu::mock::gotrue {

/// Sends a code there. Throws `Error` 422 `phone_exists` where the number opens another account,
/// 429 within a minute of the last.
void begin_phone_change(Transaction& transaction, const Gotrue& gotrue, const User& user,
                        const std::string& phone);
/// The number is the account's from now on. Throws `phone_exists` if it is somebody else's.
Identity take_phone(Transaction& transaction, const std::string& user_id, const std::string& phone);
/// No change of address or number goes on that whoever was here before began.
void drop_address_changes(Transaction& transaction, const std::string& user_id);

}  // namespace hufu::mock::gotrue
