// Passwords, as hashes only, each beside the e-mail identity it opens.
#pragma once

#include <optional>
#include <string>

#include "store/transaction.h"

namespace hufu::mock {

std::optional<std::string> find_password_hash(Transaction& transaction,
                                              const std::string& identity_id);
/// Replaces the one before.
void keep_password_hash(Transaction& transaction, const std::string& identity_id,
                        const std::string& hash);
void drop_password_hash(Transaction& transaction, const std::string& identity_id);

}  // namespace hufu::mock
