// What an application keeps about a user beside the profile: one JSON object, as text.
#pragma once

#include <string>

#include "store/transaction.h"

namespace hufu::mock {

/// "{}" where nothing was kept.
std::string find_user_metadata(Transaction& transaction, const std::string& user_id);
void keep_user_metadata(Transaction& transaction, const std::string& user_id,
                        const std::string& content);

}  // namespace hufu::mock
