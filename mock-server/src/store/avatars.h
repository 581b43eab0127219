// Uploaded pictures.
#pragma once

#include <optional>
#include <string>

#include "store/transaction.h"

namespace hufu::mock {

struct Avatar {
  std::string content_type;
  std::string bytes;
};

/// Replaces the user's earlier picture. Returns the new one's id, which nobody can guess.
std::string keep_avatar(Transaction& transaction, const std::string& user_id, const Avatar& avatar);
std::optional<Avatar> find_avatar(Transaction& transaction, const std::string& id);

}  // namespace hufu::mock
