// All that is kept about one person: to hand out, or to take away.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/avatars.h"
#include "store/sessions.h"
#include "store/transaction.h"
#include "store/users.h"

namespace hufu::mock {

/// Newest first, those that have ended among them.
std::vector<Session> sessions_of(Transaction& transaction, const std::string& user_id);
std::optional<Avatar> avatar_of(Transaction& transaction, const std::string& user_id);

/// Deletes every row that says something of the user, but the user's own.
void empty_person(Transaction& transaction, const std::string& user_id);
/// Deletes the user, whom they absorbed, and every row that says something of them. The audit log
/// stays, which has ids alone and ends by itself.
void erase_person(Transaction& transaction, const User& user);

}  // namespace hufu::mock
